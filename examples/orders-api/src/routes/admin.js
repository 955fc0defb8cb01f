import { Router } from 'express';
import { requireStaff } from '../auth.js';

export const admin = Router();

admin.use(requireStaff);

admin.get('/customers', (req, res) => {
  res.json([{ id: 1, name: 'Ada' }]);
});

admin.delete('/customers/:id', (req, res) => {
  res.sendStatus(204);
});
