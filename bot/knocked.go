package bot

import (
	"context"
	"errors"
	"slices"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
)

// Cost names what is counted of knocks, month by month.
type Cost string

// The counts.
const (
	CostSpent   Cost = "spent"   // VND, counted before sending: what the budget is held against
	CostArrived Cost = "arrived" // knocks the platform told of that they arrived
	CostSent    Cost = "sent"    // knocks the platform took, by text
	CostPaid    Cost = "paid"    // VND for these, by text
)

// In is the series of a count in a month ("2611"), and for a text where it is
// counted by text.
func (c Cost) In(month string, text ...string) string {
	s := "knock " + string(c) + " " + month
	for _, t := range text {
		s += " " + t
	}
	return s
}

func (b *Bot) costMonth(now time.Time) string { return now.In(b.Settings.Zone).Format("0601") }

// knocked decides what becomes of a knock when its send ended: one the platform
// will take later goes later, what was refused for good may go another way.
// What a refusal says is kept: whom a way does not lead to is not tried that way
// again for a while, a text that may not be used is off, a number that is none
// is forgotten.
func (b *Bot) knocked(tx Tx, ch *Change, o Outgoing, r Sent, now time.Time, fx *effects) Outgoing {
	var se *chat.SendError
	errors.As(r.Err, &se)
	_, waits := tx.Outgoing(o.ID)
	switch {
	case r.Err == nil, !waits: // whose arrival was told of before the answer came
		b.paid(tx, o, now)
		o.State = ""
		return o
	case o.State == MaybeSent:
		return o
	case o.State == Queued:
		at := now
		if se != nil && se.Reaction == chat.Wait {
			at = at.Add(se.After)
		}
		if at = b.knockDue(o.Knock.Use, at); at.After(now) && at.After(o.Due) {
			o.Due = at
		}
		if !o.Expires.IsZero() && !o.Due.Before(o.Expires) {
			o.State = ""
		}
		return o
	}
	o.State = "" // the message itself waits: there is no dead letter
	if se == nil {
		return o
	}
	fx.count("knock_refused")
	p, _ := org.Who(tx, o.Person)
	switch {
	case se.Reason == chat.ReasonTemplate:
		b.switchText(tx, o.Msg.Template.ID, false, fx)
	case se.Reason == chat.ReasonPhone && p.Phone.Number == o.Msg.Template.Phone:
		p.Phone = org.Phone{Wrong: true}
		ch.People = append(ch.People, p)
		ch.Audit = append(ch.Audit, Audit{At: now, Who: "system", What: "phone_refused", On: p.ID})
	case se.Reaction == chat.Unreachable, se.Reaction == chat.Closed:
		c := contactIn(tx, ch, o.Msg.To)
		if o.Msg.Template.Phone != "" {
			c.Knock.PhoneRest = now.Add(b.Settings.Knock.Rest)
		} else {
			c.Knock.UserRest = now.Add(b.Settings.Knock.Rest)
		}
		ch.Contacts = append(ch.Contacts, c)
	default:
		return o
	}
	again := o
	b.knock(tx, ch, &again, p, now, fx)
	return o
}

// paid counts a knock the platform took.
func (b *Bot) paid(tx Tx, o Outgoing, now time.Time) {
	month := b.costMonth(now)
	add(tx, CostSent.In(month, o.Msg.Template.ID), 1)
	add(tx, CostPaid.In(month, o.Msg.Template.ID), o.Knock.Price)
}

// switchText notes whether a text may be used; the operator hears when that
// changes.
func (b *Bot) switchText(tx Tx, id string, on bool, fx *effects) {
	if !slices.ContainsFunc(b.Settings.Knock.Ways, func(w Way) bool { return w.ID == id }) {
		return
	}
	off := b.Settings.Knock.off(id)
	n := tx.Count(off)
	switch {
	case on && n > 0:
		add(tx, off, -n)
		fx.warn("knock_text_on_"+id, "Tin mẫu "+id+" dùng lại được.")
	case !on && n == 0:
		add(tx, off, 1)
		fx.warn("knock_text_off_"+id, "Tin mẫu "+id+" không dùng được nữa: nền tảng chưa duyệt hoặc đã khóa. Trợ lý ngừng gửi tin ấy. Xem: langnghe zalo costs")
	}
}

// UseText lets a text that is off be tried again; it reports false when it is on.
// It fails only when the store does.
func (b *Bot) UseText(ctx context.Context, id string, now time.Time) (was bool, err error) {
	err = b.update(ctx, func(tx Tx, fx *effects) error {
		if was = b.Settings.Knock.Off(tx, id); !was {
			return nil
		}
		b.switchText(tx, id, true, fx)
		_, err := tx.Apply(Change{Audit: []Audit{{At: now, Who: "operator", What: "text_on", On: id}}})
		return err
	})
	return was, err
}

// delivered is the platform's word that a knock arrived. It may come before the
// answer to the send, or in its place.
func (t *turn) delivered() {
	id, ok := t.b.tracked(t.in.Data)
	if !ok {
		t.fx.count("knock_unknown")
		return
	}
	t.fx.count("knock_arrived")
	add(t.tx, CostArrived.In(t.b.costMonth(t.now)), 1)
	o, ok := t.tx.Outgoing(id)
	if !ok || o.Msg.Template == nil {
		return
	}
	if o.State != Sending { // else it is settled, and counted, when its send ends
		t.b.paid(t.tx, o, t.now)
	}
	o.State = ""
	t.ch.Settled = append(t.ch.Settled, o)
}
