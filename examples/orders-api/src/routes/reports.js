import { Router } from 'express';

export const reports = Router();

reports.get('/revenue', (req, res) => {
  res.json({ month: new Date().getMonth() + 1, revenue: 48_200 });
});
