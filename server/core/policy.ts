import type { Person } from './person.ts';

/** Who may use a row of the route table at all. The record itself is asked for by the query and the action. */
export interface Permission {
  /** Shown in the route listing and in the generated role x route test. */
  name: string;
  permits(person: Person | null): boolean;
  /** What someone signed in without the permission gets: case rows do not exist for outsiders. */
  otherwise: 'forbidden' | 'not_found';
  /** The case space asks for a confirmed second factor in this session (outside the demo). */
  secondFactor: boolean;
}

/** Open to everyone, signed in or not. */
export const open: Permission = {
  name: 'public',
  permits: () => true,
  otherwise: 'forbidden',
  secondFactor: false,
};

export const signedIn: Permission = {
  name: 'signedIn',
  permits: (person) => person !== null,
  otherwise: 'forbidden',
  secondFactor: false,
};

/** A permission for people signed in of whom `test` is true. */
export function permission(
  name: string,
  test: (person: Person) => boolean,
  options: { otherwise?: 'forbidden' | 'not_found'; secondFactor?: boolean } = {},
): Permission {
  return {
    name,
    permits: (person) => person !== null && test(person),
    otherwise: options.otherwise ?? 'forbidden',
    secondFactor: options.secondFactor ?? false,
  };
}
