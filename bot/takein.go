package bot

import (
	"context"
	"time"

	"langnghe/bot/org"
)

// TakeIn brings what is new in the org file into the store. Of whom a record
// cannot be read nothing is changed, and the operator is told: he is waited for
// until it is mended, the others are not to wait for him.
func (b *Bot) TakeIn(ctx context.Context, f *org.File, now time.Time) error {
	return b.update(ctx, func(tx Tx, fx *effects) error {
		var ch Change
		ch.People, ch.Posts, ch.Groups = f.Changes(tx, now, func(part func()) { b.readable(fx, part) })
		if ch.Empty() {
			return nil
		}
		_, err := tx.Apply(ch)
		return err
	})
}
