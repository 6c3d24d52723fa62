import type { UpstreamEnvironment } from '../upstreams/upstreams.ts';
import { startFloor } from './floor.ts';

const { url } = await startFloor(process.env as unknown as UpstreamEnvironment, Number(process.env['CACHE_MS'] ?? 0));
console.log(`The floor is running at ${url}`);
