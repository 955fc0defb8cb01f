import { Router } from 'express';
import jwt from 'jsonwebtoken';
import { secret } from '../auth.js';

export const session = Router();

session.post('/login', (req, res) => {
  const { name, password } = req.body ?? {};
  if (name !== 'ada' || password !== process.env.ADA_PASSWORD) return res.sendStatus(401);
  res.json({ token: jwt.sign({ sub: name, role: 'customer' }, secret, { expiresIn: '1h' }) });
});
