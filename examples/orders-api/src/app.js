import cors from 'cors';
import express from 'express';
import helmet from 'helmet';
import { requireUser } from './auth.js';
import { admin } from './routes/admin.js';
import { orders } from './routes/orders.js';
import { reports } from './routes/reports.js';
import { session } from './routes/session.js';

export const app = express();

app.use(helmet());
app.use(express.json());

app.get('/health', (req, res) => res.json({ up: true }));
app.use('/session', session);
app.use('/reports', reports);

app.use(requireUser);
app.use(cors({ origin: 'https://shop.example', credentials: true }));

app.use('/orders', orders);
app.use('/admin', admin);

app.use((error, req, res, next) => {
  res.status(500).json({ message: error.message, stack: error.stack });
});
