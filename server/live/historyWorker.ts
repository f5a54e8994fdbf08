import { parentPort } from 'node:worker_threads';
import { unframe } from '../../public/scripts/live/frames.ts';
import type { Entry } from './history/entries.ts';
import { History } from './history/history.ts';
import type { AnswerTo, Question } from './history/questions.ts';

/** Runs in a worker thread: keeps the histories that are being read, takes in commits, answers questions. */

export type HistoryMessage =
  | { kind: 'commits'; document: string; entries: Entry[]; updates: Uint8Array }
  | { kind: 'forget'; document: string }
  | { kind: 'question'; document: string; task: number; question: Question };

export type HistoryReply = { task: number } & (
  | { answer: AnswerTo<Question> }
  | { failure: 'unreadable' | 'fault'; reason: string }
);

/** A history, or what was wrong with a commit: told to whoever asks next. */
const documents = new Map<string, History | Error>();

function take({ document, entries, updates }: HistoryMessage & { kind: 'commits' }): void {
  const history = documents.get(document) ?? new History();
  documents.set(document, history);
  if (history instanceof Error) return;
  try {
    history.take(entries, unframe(updates));
  } catch (error) {
    history.close();
    documents.set(document, error instanceof Error ? error : new Error('unknown'));
  }
}

function forget(document: string): void {
  const history = documents.get(document);
  documents.delete(document);
  if (history instanceof History) history.close();
}

function answer(document: string, question: Question): AnswerTo<Question> {
  const history = documents.get(document) ?? new History();
  if (history instanceof Error) throw history;
  switch (question.kind) {
    case 'text':
      return history.text(question);
    case 'comparison':
      return history.comparison(question);
    case 'steps':
      return history.steps(question);
    case 'restoration':
      return history.restoration(question);
    case 'words':
      return history.words(question);
  }
}

function reply(task: number, document: string, question: Question): HistoryReply {
  try {
    return { task, answer: answer(document, question) };
  } catch (error) {
    const { name, message } = error as Error;
    return { task, failure: name === 'Unreadable' ? 'unreadable' : 'fault', reason: `${name}: ${message}` };
  }
}

parentPort?.on('message', (message: HistoryMessage) => {
  if (message.kind === 'commits') take(message);
  else if (message.kind === 'forget') forget(message.document);
  else parentPort?.postMessage(reply(message.task, message.document, message.question));
});
