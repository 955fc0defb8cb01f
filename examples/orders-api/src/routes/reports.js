import { Router } from 'express';

export const reports = Router();

const done = new Map();

reports.get('/revenue', (req, res) => {
  res.json({ month: new Date().getMonth() + 1, revenue: 48_200 });
});

reports.post('/', (req, res) => {
  const report = { id: String(done.size + 1), from: req.body.from, until: req.body.until };
  done.set(report.id, report);
  res.status(201).json(report);
});
