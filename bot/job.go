package bot

import (
	"context"
	"errors"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/media"
)

// Most rows of the outbox are messages. Some are jobs: something to be brought
// from the platform, or done there. They share the rows, so they survive what
// messages survive, and the deliverer, which calls the platform outside of any
// transaction and settles what came of it in one.

// Fetched is what came of a job that brings something: what was kept, or why
// nothing was.
type Fetched struct {
	Kept media.Cleaned
	Why  media.Refusal
}

// fetch brings something and puts it into the [MediaStore]. What can never be
// kept is a result like any other; what may come later is an error.
func (d *Deliverer) fetch(ctx context.Context, now time.Time, c chat.Channel, o Outgoing) Sent {
	job := o.Msg.Fetch
	from, ok := c.(chat.Fetcher)
	if !ok {
		return Sent{Row: o, Fetched: &Fetched{Why: NotFetched}}
	}
	b, err := from.Fetch(ctx, now, job.Ref, int64(media.Kind(job.Kind).Limit()))
	var se *chat.SendError
	switch {
	case errors.As(err, &se) && se.Reaction == chat.Invalid && se.Reason == "too_big":
		return Sent{Row: o, Fetched: &Fetched{Why: media.TooBig}}
	case errors.As(err, &se) && (se.Reaction == chat.Invalid || se.Reaction == chat.Unreachable):
		return Sent{Row: o, Fetched: &Fetched{Why: NotFetched}}
	case err != nil:
		return Sent{Row: o, Err: err}
	}
	kept, why := d.clean(media.Kind(job.Kind), b)
	if why == "" {
		err = d.bot.Store.PutMedia(job.ID, kept.Kind, kept.Bytes)
	}
	switch {
	case errors.Is(err, chat.ErrFull):
		why = NoRoom
	case err != nil:
		return Sent{Row: o, Err: err}
	}
	return Sent{Row: o, Fetched: &Fetched{Kept: kept, Why: why}}
}

// clean cleans one thing at a time: a picture takes a hundred megabytes while it
// is decoded, and all of a processor.
func (d *Deliverer) clean(k media.Kind, b []byte) (media.Cleaned, media.Refusal) {
	d.cleaning.Lock()
	defer d.cleaning.Unlock()
	return media.Clean(k, b)
}

// keep does something to a group of ours.
func (d *Deliverer) keep(ctx context.Context, now time.Time, c chat.Channel, o Outgoing) Sent {
	k, ok := c.(chat.Keeper)
	if !ok {
		return Sent{Row: o, Err: &chat.SendError{Reaction: chat.Invalid, Reason: "groups"}}
	}
	var g chat.GroupState
	var err error
	if d := *o.Msg.Deed; d.Do == chat.DeedFind {
		var found bool
		g, found, err = k.Find(ctx, now, d.Mark)
		g.Gone = !found
	} else {
		g, err = k.Keep(ctx, now, o.Msg.To, d)
	}
	if err != nil {
		return Sent{Row: o, Err: err}
	}
	return Sent{Row: o, Group: &g}
}

// attach sends a message with something kept. What is not kept any more can
// never be sent.
func (d *Deliverer) attach(ctx context.Context, now time.Time, c chat.Channel, m chat.Outbound) (chat.Receipt, error) {
	s, ok := c.(chat.FileSender)
	if !ok {
		return chat.Receipt{}, &chat.SendError{Reaction: chat.Invalid, Reason: "files"}
	}
	b, err := d.bot.Store.Media(m.Attach.ID)
	if errors.Is(err, ErrNoMedia) {
		return chat.Receipt{}, &chat.SendError{Reaction: chat.Invalid, Reason: "gone"}
	}
	if err != nil {
		return chat.Receipt{}, &chat.SendError{Reaction: chat.Retry, Reason: "store", Err: err}
	}
	return s.SendFile(ctx, now, m, chat.File{Kind: m.Attach.Kind, Name: m.Attach.Name, Bytes: b})
}

// done is what a job's end changes besides its row, which is o: as it went on,
// or with a State of "" or [Dead] at its end.
func (b *Bot) done(tx Tx, o Outgoing, r Sent, now time.Time) (Change, effects) {
	over := o.State == "" || o.State == Dead || o.State == MaybeSent
	switch {
	case o.Msg.Fetch != nil && over && r.Fetched != nil:
		return b.mediaFetched(tx, o.Msg.Fetch.ID, r.Fetched.Kept, r.Fetched.Why, now)
	case o.Msg.Fetch != nil && over:
		return b.mediaFetched(tx, o.Msg.Fetch.ID, media.Cleaned{}, NotFetched, now)
	case o.Msg.Deed != nil && over:
		return b.deedDone(tx, o, r, now)
	}
	return Change{}, effects{}
}
