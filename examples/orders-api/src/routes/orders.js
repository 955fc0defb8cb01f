import { Router } from 'express';

export const orders = Router();

const all = new Map();

orders.get('/', (req, res) => {
  res.json([...all.values()].filter((order) => order.owner === req.user.sub));
});

orders.get('/:id', (req, res) => {
  const order = all.get(req.params.id);
  if (!order) return res.sendStatus(404);
  res.json(order);
});

orders.post('/', (req, res) => {
  const order = { id: String(all.size + 1), owner: req.user.sub, items: req.body.items };
  all.set(order.id, order);
  res.status(201).json(order);
});
