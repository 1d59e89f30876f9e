// The panel beside the phones: steps to try, the clock, what the server says.
import { make } from "./dom.js";
import { post } from "./net.js";

/** steps makes each "try this" button take the right phone into the right hand. */
export function steps(phones, latest, show) {
  for (const b of document.querySelectorAll(".steps button"))
    b.addEventListener("click", () => {
      const phone = phones.get(b.dataset.platform);
      const view = latest()?.phones.find((p) => p.platform === b.dataset.platform);
      const chat = view?.chats.find((c) => c.section === b.dataset.section);
      if (!phone || !chat) return;
      show(b.dataset.platform);
      phone.choose(chat.id);
      if (b.dataset.text && (chat.started || chat.group)) phone.fill(b.dataset.text);
      phone.seat.classList.add("called");
      phone.seat.addEventListener("animationend", () => phone.seat.classList.remove("called"), { once: true });
    });
}

export function wind() {
  for (const b of document.querySelectorAll("[data-minutes]"))
    b.addEventListener("click", async () => {
      b.disabled = true;
      b.classList.remove("failed");
      try {
        await post("advance", { minutes: Number(b.dataset.minutes) });
      } catch (e) {
        b.classList.add("failed");
        b.title = e.message;
      }
      b.disabled = false;
    });
}

let drawn = "";

export function facts(state) {
  document.getElementById("date").textContent = state.date;
  document.getElementById("time").textContent = state.time;
  const sig = JSON.stringify(state.status);
  if (sig === drawn) return;
  drawn = sig;
  const rows = state.status.map((f) => make("div", "", make("dt", "", f.key), make("dd", "", f.value)));
  document.getElementById("facts").replaceChildren(...rows);
}
