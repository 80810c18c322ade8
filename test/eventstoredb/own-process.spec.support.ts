/** Starts the stand-in in a process of its own, as its command does, to be killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from '#child-process';
import { waitUntil } from '#event-store/testing';

const COMMAND = fileURLToPath(new URL('./main.js', import.meta.url));

export class OwnProcess {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly args: readonly string[],
    private readonly control: number,
    readonly connectionString: string,
  ) {}

  static async start(dataDir: string): Promise<OwnProcess> {
    const [port, control] = [await freePort(), await freePort()];
    const args = ['--port', String(port), '--control', String(control), '--data', dataDir];
    const started = new OwnProcess(args, control, `esdb://127.0.0.1:${port}?tls=false`);
    await started.startAgain();
    return started;
  }

  /** Resolves when clients can connect. While it was gone another process may have used its port. */
  async startAgain(): Promise<void> {
    await waitUntil('the server to listen', () => this.startOnce(), { everyMs: 250 });
  }

  private async startOnce(): Promise<boolean> {
    const child = spawn(process.execPath, [COMMAND, ...this.args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.child = child;
    const printed = once(createInterface(child.stdout), 'line').then(([line]) => String(line));
    const line = await Promise.race([printed, once(child, 'exit').then(() => undefined)]);
    if (line !== undefined && line !== this.connectionString) throw new Error(`it printed ${line}`);
    return line !== undefined;
  }

  /** Resolves when the process is gone. */
  async signal(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  async command(name: string, body: object = {}): Promise<number> {
    const url = `http://127.0.0.1:${this.control}/${name}`;
    return (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).status;
  }
}
