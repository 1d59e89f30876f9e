package bot

import (
	"context"
	"time"

	"langnghe/bot/org"
)

// TellOperators sends a notice to the system administrators who use the chat.
func (b *Bot) TellOperators(ctx context.Context, now time.Time, words string) error {
	return b.Store.Update(ctx, func(tx Tx) error {
		t := b.begin(tx, now)
		t.at = now
		for _, u := range b.Tree.All() {
			for _, p := range t.holders(u, org.SystemAdmin) {
				t.tell(p, note{class: Notice, why: "operator", expires: now.Add(24 * time.Hour),
					text: t.textTo(p, "bot.operator", "viec", words)})
			}
		}
		ch := t.finish()
		if ch.Empty() {
			return nil
		}
		_, err := tx.Apply(ch)
		return err
	})
}
