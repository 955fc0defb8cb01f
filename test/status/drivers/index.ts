import type { Driver } from '../driver.ts';
import { express } from './express.ts';
import { hapi } from './hapi.ts';

/** By the framework's name in the folders of the fixtures. */
export const drivers: Readonly<Record<string, Driver>> = { express, hapi };
