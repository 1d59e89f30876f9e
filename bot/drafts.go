package bot

import (
	"slices"

	"langnghe/flows"
)

// keepDraft puts a run aside; the oldest draft makes room.
func (t *turn) keepDraft(f Frame) {
	t.session.Drafts = append(t.session.Drafts, f)
	for len(t.session.Drafts) > maxDrafts {
		t.dropSent(t.session.Drafts[0].Run)
		t.session.Drafts = slices.Delete(t.session.Drafts, 0, 1)
	}
}

// shelve puts the i-th running conversation aside.
func (t *turn) shelve(i int) {
	f := t.session.Frames[i]
	t.session.Frames = slices.Delete(t.session.Frames, i, i+1)
	if begun(f) {
		t.keepDraft(f)
	}
}

// leave puts everything that is going on aside and says so.
func (t *turn) leave() {
	if t.putAside() {
		t.say(t.text("bot.kept"))
	}
}

// putAside puts everything that is going on aside, and reports whether there was
// anything to keep.
func (t *turn) putAside() (kept bool) {
	was := t.hushed // an album still coming belongs to what is put aside; nothing is asked about it now
	t.hushed = true
	t.endAlbum("")
	t.hushed = was
	for len(t.session.Frames) > 0 {
		if top := t.session.Frames[len(t.session.Frames)-1].State; len(top.Answers)+len(top.Pieces)+len(top.Media) > 0 {
			t.flash(len(t.session.Frames) - 1) // an urgent matter begun goes out; one merely opened does not
		}
		before := len(t.session.Drafts)
		t.shelve(len(t.session.Frames) - 1)
		kept = kept || len(t.session.Drafts) > before
	}
	t.ch.Cancel = append(t.ch.Cancel, t.timerKey("quiet"), t.timerKey("silence"))
	return kept
}

// draftLabel names the i-th of the drafts in view; "" when its flow is gone. One
// that went out already is no draft to the person, and two of one flow are told
// apart by what they are about, or by when they were begun.
func (t *turn) draftLabel(drafts []Frame, i int) string {
	d := drafts[i]
	fl, ok := t.b.Flows.Flow(d.State.Flow)
	switch {
	case !ok:
		return ""
	case d.Report != "":
		return t.text("bot.draft_sent", "ma", d.Report)
	}
	for j, other := range drafts {
		if j == i || other.State.Flow != d.State.Flow || other.Report != "" {
			continue
		}
		about := d.State.Args["ma"]
		if about == "" {
			begun := d.Started.In(t.b.Settings.Zone)
			about = clock(begun) + ", " + begun.Format("02/01")
		}
		return t.text("bot.draft_of", "ten_luong", fl.Title, "phan_biet", about)
	}
	return t.text("bot.draft", "ten_luong", fl.Title)
}

// takeDraft takes a draft out of those put aside, here or in the person's other
// chat; that it is gone is said.
func (t *turn) takeDraft(run string) (f Frame, ok bool) {
	i := slices.IndexFunc(t.session.Drafts, func(f Frame) bool { return f.Run == run })
	if i < 0 {
		if f, ok := t.bring(run); ok {
			return f, true
		}
		t.say(t.text("bot.stale"))
		t.again()
		return Frame{}, false
	}
	f = t.session.Drafts[i]
	t.session.Drafts = slices.Delete(t.session.Drafts, i, i+1)
	return f, true
}

// resume takes a draft up again.
func (t *turn) resume(run string) {
	f, ok := t.takeDraft(run)
	if !ok {
		return
	}
	t.session.Frames = append(t.session.Frames, f)
	t.step(flows.Event{Again: true})
}

// fresh drops a draft and begins its flow anew.
func (t *turn) fresh(run string) {
	f, ok := t.takeDraft(run)
	if !ok {
		return
	}
	t.dropSent(f.Run)
	t.push(f.State.Flow, f.State.Args)
}

// dropDraft forgets a draft.
func (t *turn) dropDraft(run string) {
	t.bring(run)
	t.session.Drafts = slices.DeleteFunc(t.session.Drafts, func(f Frame) bool { return f.Run == run })
	t.dropSent(run)
	t.say(t.text("bot.dropped"))
	t.menu()
}
