// Talking to the server. Addresses are relative to the page.

/** Post a deed; resolves when the platform took it, rejects with a sentence to show. */
export async function post(path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error("Mất kết nối với máy chủ. Xin thử lại.");
  }
  if (answer.ok) return;
  const said = await answer.json().catch(() => ({}));
  throw new Error(said.error || "Chưa làm được. Xin thử lại.");
}

/** The snapshot of all phones; open says which chat each shows. */
export async function snapshot(open) {
  const answer = await fetch("state?" + new URLSearchParams(open), { cache: "no-store" });
  if (answer.status === 404) return null; // a remembered chat is gone: the city was built anew
  if (!answer.ok) throw new Error("state " + answer.status);
  return answer.json();
}

/** Calls ontick after every change, onlink(true|false) as the connection comes and goes. */
export function listen(ontick, onlink) {
  const source = new EventSource("events");
  source.addEventListener("tick", () => {
    onlink(true);
    ontick();
  });
  source.addEventListener("error", () => {
    onlink(false);
    if (source.readyState !== EventSource.CLOSED) return; // it reconnects by itself
    setTimeout(() => listen(ontick, onlink), 2000);
  });
  addEventListener("pagehide", () => source.close(), { once: true });
}
