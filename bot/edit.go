package bot

import (
	"fmt"
	"slices"

	"langnghe/bot/chat"
	"langnghe/bot/report"
	"langnghe/bot/text"
	"langnghe/flows"
	"langnghe/internal/mutant"
)

// ref names the message in hand so that an answer can be found again when the
// message is changed. It is a keyed hash: it tells neither the chat nor where in it.
func (t *turn) ref() string {
	if t.in.MessageID == "" || t.in.Kind == chat.KindPress {
		return ""
	}
	return t.b.Store.Hash("message", t.in.Chat.String()+"/"+t.in.MessageID)[:16]
}

// whole is a text that is one message.
func whole(s, ref string) []flows.Part {
	if ref == "" {
		return nil
	}
	return []flows.Part{{Ref: ref, End: len(s)}}
}

// edited handles a changed message: the answer it was follows it, in the
// conversation, in a draft, or in a report that is not closed. Of any other
// message what was said is said, and the person is told how to correct.
func (t *turn) edited() {
	if !t.known() {
		return
	}
	clean := text.Clean(t.in.Text)
	if text.Secret(clean) == text.SureMarker {
		t.fx.count("secret_stopped")
		t.say(t.text("bot.secret_stop"))
		t.again()
		return
	}
	if text.Secret(clean) == text.NoMarker && clean != "" {
		if t.editAlbum(clean) {
			return
		}
		for i := len(t.session.Frames) - 1; i >= 0; i-- {
			if t.editFrame(&t.session.Frames[i], clean, i == len(t.session.Frames)-1) {
				return
			}
		}
		for i := len(t.session.Drafts) - 1; i >= 0; i-- {
			if t.editFrame(&t.session.Drafts[i], clean, false) {
				return
			}
		}
		if t.session.Held != "" && t.session.Whence == t.ref() {
			t.session.Held = ""
			t.typed(t.in.Text)
			return
		}
		if t.editReport(clean) {
			return
		}
	}
	t.say(t.text("bot.edited"))
	t.again()
}

// editFrame changes an answer of a conversation. It reports whether the message
// was part of one.
func (t *turn) editFrame(f *Frame, clean string, inView bool) bool {
	set, err := t.b.set(t.tx, f.State.Version)
	if err != nil {
		return false
	}
	found, place := set.Asked(f.State, t.env(), t.ref())
	if !found {
		return false
	}
	masked, hidden := masked(clean, place)
	state, rev := set.Revise(f.State, t.env(), t.ref(), masked, hidden)
	if rev.Kind == flows.RevisedSame {
		return true // a platform calls more an edit than a person does
	}
	f.State, f.Touched = state, t.now
	if r, ok := t.report(f.Report); ok && rev.File != nil {
		t.corrected(r, fromFlow(rev.File.Fields), rev.Label)
	}
	t.saidRevised(rev)
	if rev.Writing && inView {
		t.wait(&flows.Wait{Timer: "quiet", After: flows.PieceWait})
	}
	t.again()
	return true
}

func masked(clean string, place bool) (string, bool) {
	mask := text.Mask
	if place {
		mask = text.MaskPlace
	}
	m, kinds := mask(clean)
	return m, len(kinds) > 0
}

// saidRevised says what became of a change.
func (t *turn) saidRevised(rev flows.Revision) {
	switch {
	case rev.Kind == flows.RevisedShort:
		t.say(t.text("bot.edit_short", "min", fmt.Sprint(rev.Min)))
	case rev.Kind == flows.RevisedLong:
		t.say(t.text("bot.edit_long", "max", fmt.Sprint(rev.Max)))
	case rev.Hidden && !rev.Writing: // what is being written is shown once it is complete
		t.say(t.text("bot.edit_masked", "muc", rev.Label, "noi_dung", shorten(rev.Shown, 300)))
	default:
		t.say(t.text("bot.edit_done", "muc", rev.Label))
	}
}

// editReport changes a field of a report that is not closed.
func (t *turn) editReport(clean string) bool {
	for _, r := range t.ownReports(t.person.ID) {
		f, ok := r.Part(t.ref())
		if !ok || !r.State.Open() {
			continue
		}
		lo, hi, place := t.b.Flows.Bounds(r.Flow, f.ID)
		masked, hidden := masked(clean, place && r.Level == LevelImmediate)
		var parts []flows.Part
		for _, p := range f.Parts {
			parts = append(parts, flows.Part(p))
		}
		before, old := flows.Words(f.Value, f.Shown, f.Files)
		words, parts, ok := flows.Splice(old, parts, t.ref(), masked)
		if !ok {
			return false
		}
		rev := flows.Revision{Kind: flows.Revised, Label: f.Label, Shown: words, Hidden: hidden, Min: lo, Max: hi}
		switch n := len([]rune(words)); {
		case words == old:
			return true
		case n < lo:
			rev.Kind = flows.RevisedShort
		case n > hi:
			rev.Kind = flows.RevisedLong
		default:
			changed := f
			changed.Shown, changed.Parts = before+words, fromParts(parts)
			if before == "" {
				changed.Value = words
			}
			now := r
			now.Edit(t.ref(), changed)
			if !mutant.On(mutant.KeepOldWords) {
				t.corrected(r, now.Fields, f.Label)
			}
			t.answer(Receipt, t.text("bot.edit_report", "muc", f.Label, "ma", r.ID))
			if !hidden {
				t.again()
				return true
			}
		}
		t.saidRevised(rev)
		t.again()
		return true
	}
	return false
}

// corrected keeps what changed in a filed report. Whoever acts on it is told.
func (t *turn) corrected(r report.Report, fields []report.Field, label string) {
	if r.State == report.Withdrawn {
		return
	}
	fields = t.reveal(r.Kind, fields)
	if !r.State.Open() {
		fields = report.Masked(fields) // the house number went when it was closed
	}
	fields, changed := report.Edits(r.Fields, fields)
	if len(changed) == 0 {
		return
	}
	r.Fields = fields
	r.Log = append(slices.Clip(r.Log), report.Entry{At: t.now, What: "edited", By: t.person.ID, Unit: r.Unit, Text: label})
	t.keep(r)
	t.audit("edited", r.ID, r.Unit)
	t.tellActing(r, "bot.vc_edited", Notice, "sua", report.Text(changed))
}
