import { type ChildProcess, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';

export interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly items?: readonly unknown[] };
  readonly result?: { readonly items: readonly Diagnostic[] };
  readonly error?: { readonly message: string };
}

/** An editor without windows: one language server over its standard streams, and the texts that are open. */
export class Editor {
  readonly #server: ChildProcess;
  readonly #settings: object;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #versions = new Map<string, number>();
  #received = Buffer.alloc(0);
  #last = 0;

  private constructor(command: readonly string[], cwd: string, settings: object) {
    this.#settings = settings;
    this.#server = spawn(process.execPath, [...command, '--stdio'], { cwd, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#server.stdout!.on('data', (part: Buffer) => this.#receive(part));
  }

  /** `settings`: what the server is told when it asks for its configuration. */
  static async open(command: readonly string[], folder: string, settings: object): Promise<Editor> {
    const editor = new Editor(command, folder, settings);
    const uri = pathToFileURL(folder).href;
    await editor.#ask('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'project' }],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        textDocument: { diagnostic: {} },
      },
    });
    editor.#tell('initialized', {});
    return editor;
  }

  show(path: string, text: string): void {
    const uri = pathToFileURL(path).href;
    this.#versions.set(uri, 1);
    this.#tell('textDocument/didOpen', { textDocument: { uri, languageId: 'javascript', version: 1, text } });
  }

  /** The whole text is another one, and nothing is saved; as in an editor, what to underline in it is asked at once. */
  async type(path: string, text: string): Promise<readonly string[]> {
    const uri = pathToFileURL(path).href;
    const version = this.#versions.get(uri)! + 1;
    this.#versions.set(uri, version);
    this.#tell('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });
    return await this.underlined(path);
  }

  /** What the editor would underline, as `rule line`, counted from 1. */
  async underlined(path: string): Promise<readonly string[]> {
    const { result } = await this.#ask('textDocument/diagnostic', { textDocument: { uri: pathToFileURL(path).href } });
    return result!.items.map(({ code, range }) => `${code} ${range.start.line + 1}`);
  }

  async close(): Promise<void> {
    await this.#ask('shutdown', undefined);
    const ended = new Promise((resolve) => this.#server.once('exit', resolve));
    this.#tell('exit', undefined);
    await ended;
  }

  async #ask(method: string, params: unknown): Promise<Message> {
    const id = ++this.#last;
    const answer = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    this.#send({ id, method, params });
    const message = await answer;
    if (message.error) throw new Error(`${method}: ${message.error.message}`);
    return message;
  }

  #tell(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  #send(message: object): void {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    this.#server.stdin!.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]));
  }

  #receive(part: Buffer): void {
    this.#received = Buffer.concat([this.#received, part]);
    for (;;) {
      const end = this.#received.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(this.#received.toString('latin1', 0, Math.max(end, 0)))?.[1]);
      if (end < 0 || this.#received.length < end + 4 + length) return;
      const message: Message = JSON.parse(this.#received.toString('utf8', end + 4, end + 4 + length));
      this.#received = this.#received.subarray(end + 4 + length);
      this.#handle(message);
    }
  }

  #handle({ id, method, params, ...rest }: Message): void {
    if (id === undefined) return;
    if (method === undefined) {
      this.#waiting.get(id)?.({ id, ...rest });
      this.#waiting.delete(id);
    } else if (method === 'workspace/configuration') {
      this.#send({ id, result: params!.items!.map(() => this.#settings) });
    } else this.#send({ id, result: null });
  }
}
