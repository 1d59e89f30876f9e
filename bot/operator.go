package bot

import (
	"context"
	"strings"
	"time"

	"langnghe/bot/org"
)

// TellOperators sends a notice to the system administrators who use the chat.
// key names the alert. What the application itself has to say is in words
// already; of what a platform or the store reports, the chat names the part and
// the key, and the log has the rest.
func (b *Bot) TellOperators(ctx context.Context, now time.Time, key, words string) error {
	return b.Store.Update(ctx, func(tx Tx) error {
		t := b.begin(tx, now)
		t.at = now
		for _, u := range b.Tree.All() {
			// Where somebody's record cannot be read the others hear of it.
			t.try("operators", &effects{}, func() {
				for _, p := range t.holders(u, org.SystemAdmin) {
					t.tell(p, note{class: operatorClass(key), why: "operator", expires: now.Add(24 * time.Hour),
						text: t.alertText(p, key, words)})
				}
			})
		}
		ch := t.finish()
		if ch.Empty() {
			return nil
		}
		_, err := tx.Apply(ch)
		return err
	})
}

// operatorClass lets what an urgent matter waits for go out at any hour.
func operatorClass(key string) Class {
	if strings.HasPrefix(key, "urgent_") {
		return Alert
	}
	return Notice
}

func (t *turn) alertText(p org.Person, key, words string) string {
	for _, c := range t.b.Channels {
		if strings.HasPrefix(key, c.Name()+"_") {
			return t.textTo(p, "bot.operator_channel", "kenh", upperFirst(c.Name()), "ma", key)
		}
	}
	if strings.HasPrefix(key, "store_") {
		return t.textTo(p, "bot.operator_store", "ma", key)
	}
	return t.textTo(p, "bot.operator", "viec", words)
}
