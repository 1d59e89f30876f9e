package bot

import (
	"context"
	"errors"
)

// effects are what a decision wants done outside of the store: counters and
// words to the operator. They are values like the Change beside them, because a
// decision may be made more than once before it is committed.
type effects struct {
	counted []string
	alerts  []alarm
}

// alarm is something a human must look at; alarms of one key are told as one.
type alarm struct{ key, message string }

func (fx *effects) count(what string) { fx.counted = append(fx.counted, what) }

func (fx *effects) warn(key, message string) { fx.alerts = append(fx.alerts, alarm{key, message}) }

// add takes over what another decision of the same transaction wants.
func (fx *effects) add(more effects) {
	fx.counted = append(fx.counted, more.counted...)
	fx.alerts = append(fx.alerts, more.alerts...)
}

// update is Store.Update for functions that have effects: those of the run that
// was committed are carried out, once. When the store cannot tell whether it
// was, the operator is told all the same and nothing is counted.
func (b *Bot) update(ctx context.Context, f func(tx Tx, fx *effects) error) error {
	var fx effects
	err := b.Store.Update(ctx, func(tx Tx) error {
		fx = effects{}
		return f(tx, &fx)
	})
	switch {
	case err == nil:
	case errors.Is(err, ErrStore):
		fx.counted = nil
	default:
		return err
	}
	for _, what := range fx.counted {
		b.Count(what)
	}
	for _, a := range fx.alerts {
		b.Alert(a.key, a.message)
	}
	return err
}
