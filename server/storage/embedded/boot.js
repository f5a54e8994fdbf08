// Node 20 does not give a worker thread the TypeScript loader of its parent, so the worker loads its own.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
