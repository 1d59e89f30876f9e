package bot

import (
	"context"
	"time"

	"langnghe/bot/chat"
)

// Mended does what is owed after damaged records were set aside: who lost the
// conversation he was in is told so, and where timers were lost, those that
// somebody relies on are set again: of urgent reports nobody has taken in hand,
// and of calls for reports. told is how many people hear of it.
func (b *Bot) Mended(ctx context.Context, now time.Time, lost []chat.Address, timers bool) (told int, err error) {
	err = b.update(ctx, func(tx Tx, _ *effects) error {
		told = 0
		t := b.begin(tx, now)
		t.at = now
		for _, a := range lost {
			p, ok := tx.PersonAt(a)
			if !ok || !p.Active() {
				continue
			}
			told++
			t.ch.Outbox = append(t.ch.Outbox, Outgoing{
				Class: Notice, Person: p.ID, Made: now, Expires: now.Add(b.Settings.ParkLife), State: Queued,
				Due: b.allowed(Notice, now), Why: "conversation lost",
				Msg: chat.Outbound{To: a, Text: t.textTo(p, "bot.session_lost")},
			})
		}
		if timers {
			t.rewind()
		}
		ch := t.finish()
		if ch.Empty() {
			return nil
		}
		_, err := tx.Apply(ch)
		return err
	})
	return told, err
}

// rewind sets the timers of what is still open anew.
func (t *turn) rewind() {
	for _, u := range t.b.Tree.All() {
		for _, r := range t.tx.OpenUrgent(u) {
			if r.Ack == nil {
				t.armAck(r)
			}
		}
		for _, call := range t.tx.Prompts(u) {
			if !call.Closed {
				t.setTimer("prompt/"+call.ID, call.Deadline, call.ID)
			}
		}
	}
}
