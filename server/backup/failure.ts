/** A command cannot do what it was asked: the message is what whoever asked reads, and nothing else. */
export class CommandFailed extends Error {
  override name = 'CommandFailed';
}
