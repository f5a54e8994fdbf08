import { startShelter, startWorld } from './world.ts';

/** The live server as a process of its own, so that a test can kill it: node crashServer.ts DIRECTORY PORT */
const [directory, port] = process.argv.slice(2);
const world = await startWorld(await startShelter(directory), Number(port));
process.send?.(world.name);
