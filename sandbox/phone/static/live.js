// The stream of changes. An event only says where something changed: the page re-reads that chat, so a lost event
// costs nothing and after a reconnect everything on the screen is read anew.

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5000;

/**
 * Calls `onOpen` at every (re)connect, `onEvent` with each change and `onLost` when the connection breaks.
 * A hidden tab does not listen: browsers allow six connections to one host for all tabs together.
 */
export function listen({ onOpen, onEvent, onLost }) {
  let wait = FIRST_WAIT_MS;
  let source = null;
  let timer = null;
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const open = () => {
    close();
    source = new EventSource("sim/events");
    source.onopen = () => {
      wait = FIRST_WAIT_MS;
      onOpen();
    };
    source.addEventListener("changed", (event) => onEvent(JSON.parse(event.data)));
    source.onerror = () => {
      // A browser's own retry gives up on an HTTP error (a restarting server behind a proxy): ours does not.
      close();
      onLost();
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    };
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  if (!document.hidden) open();
}

/** Runs `work` now, or once more after the run under way: however many calls, no pile and no lost last change. */
export function coalesce(work) {
  let running = null;
  let again = false;
  const loop = async () => {
    try {
      do {
        again = false;
        await work();
      } while (again);
    } finally {
      running = null;
    }
  };
  return () => {
    again = true;
    running ??= loop();
    return running;
  };
}
