package bot

import (
	"fmt"
	"slices"
	"time"

	"langnghe/bot/org"
	"langnghe/bot/report"
	"langnghe/flows"
	"langnghe/internal/mutant"
)

// file takes what a conversation hands over: an act, or a report of whatever
// kind the flow says.
func (t *turn) file(run string, f flows.File) {
	i := slices.IndexFunc(t.session.Frames, func(fr Frame) bool { return fr.Run == run })
	if i < 0 {
		return
	}
	frame := t.session.Frames[i]
	fields := t.reveal(f.Kind, fromFlow(f.Fields))
	switch f.Kind {
	case fileJoin:
		t.joined(&frame, fields)
	case fileLink:
		t.linked(&frame, fields)
	case fileSupplement:
		t.supplement(frame.State.Args["ma"], fields)
	case fileAskMore:
		t.askMore(frame.State.Args["ma"], fields)
	case fileTranscript:
		t.transcribed(frame.State.Args["ma"], fields)
	case fileAnswer:
		t.resolve(frame.State.Args["ma"], fields, report.Resolved)
	case fileDecline:
		t.resolve(frame.State.Args["ma"], fields, report.Declined)
	case filePassUp:
		t.passSynthesis(frame.State.Args["ma"], fields)
	case fileInvite:
		t.inviteFrom(fields)
	case fileHandOver:
		t.handOver(fields)
	case filePrompt:
		t.prompt(fields)
	case fileWithdraw:
		t.withdrawConsent(fields)
	case fileErase:
		t.eraseOnRequest(fields)
	case fileCorrect:
		t.correct(fields)
	case fileGroup:
		t.fileGroup(fields)
	case filePhone:
		t.phoneGiven(fields)
	default:
		t.fileReport(i, frame, f, fields)
	}
}

// fromFlow turns a flow's fields into a report's; the shapes are the same, so
// that flows need not know reports.
func fromFlow(fields []flows.Field) []report.Field {
	out := make([]report.Field, len(fields))
	for i, f := range fields {
		out[i] = report.Field{ID: f.ID, Label: f.Label, Value: f.Value, Shown: f.Shown, Files: f.Files, Parts: fromParts(f.Parts)}
		for _, item := range f.Items {
			out[i].Items = append(out[i].Items, fromFlow(item))
		}
	}
	return out
}

func fromParts(parts []flows.Part) []report.Part {
	var out []report.Part
	for _, p := range parts {
		out = append(out, report.Part(p))
	}
	return out
}

// reveal decides what of an answer is kept: all is masked as everywhere, but
// the place of what needs help at once keeps its house number until it is
// closed ([report.Report.Close]).
func (t *turn) reveal(kind string, fields []report.Field) []report.Field {
	switch {
	case kind == report.Urgent && t.level(fields) == LevelImmediate,
		kind == fileJoin, kind == fileCorrect, kind == filePhone: // his own name, his own number
		return fields
	}
	return report.Masked(fields)
}

// fileReport files a report, or adds to the one this run has filed before.
func (t *turn) fileReport(i int, frame Frame, f flows.File, fields []report.Field) {
	if frame.Report != "" {
		if r, ok := t.report(frame.Report); ok {
			t.addTo(frame.Run, r, fields, f.Final)
			return
		}
	}
	unit, post, ok := t.reportingPost()
	if !ok {
		t.say(t.text("bot.not_yours"))
		return
	}
	period := t.at.In(t.b.Settings.Zone).Format("2006-01")
	if mutant.On(mutant.WrongMonth) {
		period = t.at.UTC().Format("2006-01")
	}
	if f.Kind == report.Nil && t.b.reported(t.tx, t.person.ID, period) {
		t.say(t.text("bot.nil_already"))
		return
	}
	series := t.at.In(t.b.Settings.Zone).Format("0601")
	n, err := t.tx.Number("report " + series)
	if err != nil {
		panic(err)
	}
	r := report.Report{
		ID: fmt.Sprintf("%s-%04d", series, n), Kind: f.Kind, Flow: frame.State.Flow, Run: frame.Run,
		Unit: unit, Person: t.person.ID, Post: post, Period: period, At: t.at,
		State: report.New, Partial: !f.Final, Fields: fields, Prompt: promptOf(f.Kind, frame),
		Log: []report.Entry{{At: t.now, What: "filed", By: t.person.ID, Unit: unit}},
	}
	if f.Kind == report.Periodic || f.Kind == report.Nil {
		if due, ok := t.b.deadline(period); ok {
			r.Late = t.at.After(due) && !t.b.reported(t.tx, t.person.ID, period)
		}
	}
	if f.Kind == report.Urgent {
		r.Level = t.level(fields)
	}
	t.session.Frames[i].Report = r.ID
	t.keep(r)
	t.attach(frame.Run, r, f.Final)
	t.audit("filed", r.ID, unit)
	t.fx.count("report_" + countable(f.Kind))
	switch f.Kind {
	case report.Urgent:
		r = t.raise(r)
		if t.unheard {
			t.answer(Receipt, t.text("bot.urgent_waiting", "ma", r.ID))
		} else {
			t.answer(Receipt, t.text("bot.urgent_sent", "ma", r.ID))
		}
	case report.Nil:
		t.answer(Receipt, t.text("bot.nil_sent", "ma", r.ID))
	case report.Reply:
		t.answer(Receipt, t.text("bot.reply_sent", "ma", r.ID))
		t.tallied(r)
	default:
		id := "bot.sent"
		if r.Late {
			id = "bot.sent_late"
		}
		t.answer(Receipt, t.text(id, "ma", r.ID))
	}
}

// addTo puts what was told since into a report already filed. One that was
// closed meanwhile takes it too, and whoever acted is told: no sentence typed is
// lost. Only who took his report back has nothing more to say in it.
func (t *turn) addTo(run string, r report.Report, fields []report.Field, final bool) {
	if r.State == report.Withdrawn {
		t.say(t.text("bot.closed_already", "ma", r.ID, "trang_thai", r.State.Words()))
		return
	}
	if !r.State.Open() {
		fields = report.Masked(fields) // the house number went when it was closed
	}
	added := report.Added(r.Fields, fields)
	r.Fields, r.Partial = report.Carried(r.Fields, fields), !final
	if len(added) > 0 {
		r.Log = append(r.Log, report.Entry{At: t.now, What: "added", By: t.person.ID, Unit: r.Unit})
	}
	if r.Kind == report.Urgent { // whoever was handed it reads the whole text, as it is now
		r.HeldBy = slices.Clone(r.HeldBy)
		for i := range r.HeldBy {
			r.HeldBy[i].Text = report.Text(fields)
		}
	}
	t.keep(r)
	t.attach(run, r, final)
	if len(added) > 0 {
		t.tellActing(r, "bot.vc_added", Notice, "bo_sung", report.Text(added))
	}
	switch {
	case !final:
	case slices.ContainsFunc(r.Log, func(e report.Entry) bool { return e.What == "added" }): // now, or in a silence before
		t.answer(Receipt, t.text("bot.added", "ma", r.ID))
	default:
		t.answer(Receipt, t.text("bot.nothing_added", "ma", r.ID))
	}
}

// reportingPost is the post somebody reports from: his own as a reporter, else
// the one by which he acts for a unit.
func (t *turn) reportingPost() (unit, post string, ok bool) {
	for _, act := range []org.Act{org.FileReport, org.ActOnReport} {
		units := org.Where(t.posts, act)
		if len(units) == 0 {
			continue
		}
		for _, p := range t.posts {
			if p.Held() && p.Unit == units[0] {
				if u, _ := t.b.Tree.Unit(p.Unit); mutant.On(mutant.FileInParent) {
					return u.Parent, p.ID, true
				}
				return t.b.Tree.Committee(p.Unit), p.ID, true
			}
		}
	}
	return "", "", false
}

// reported reports whether the person has filed what he owes for the period.
func (b *Bot) reported(v View, person, period string) bool {
	return v.Filed(person, period, report.Periodic) || v.Filed(person, period, report.Nil)
}

// moot reports whether an outbox row has lost its reason.
func (b *Bot) moot(v View, o Outgoing) bool {
	if job := o.Msg.Fetch; job != nil {
		m, ok := v.MediaRecord(job.ID)
		return !ok || m.State != MediaWanted
	}
	if o.Msg.Deed != nil {
		return mootDeed(v, o)
	}
	if o.Report != "" {
		r, ok := v.Report(o.Report)
		if !ok || !r.State.Open() || r.Ack != nil && r.Ack.Person != o.Person {
			return true
		}
	}
	return o.Unless != "" && !mutant.On(mutant.RemindDone) && b.reported(v, o.Person, o.Unless)
}

// level is how urgent a trigger is.
func (t *turn) level(fields []report.Field) string {
	if slices.Contains(t.b.Settings.Urgent.Immediate, value(fields, "viec_gi")) {
		return LevelImmediate
	}
	return LevelUrgent
}

// promptOf is the prompt a reply answers.
func promptOf(kind string, frame Frame) string {
	if kind == report.Reply {
		return frame.State.Args["ma"]
	}
	return ""
}

// countable keeps a counter's names from a fixed set: kinds are data.
func countable(kind string) string {
	switch kind {
	case report.Periodic, report.Nil, report.Urgent, report.Reply:
		return kind
	}
	return "other"
}

// deadline is until when periodic reports for the period are on time.
func (b *Bot) deadline(period string) (time.Time, bool) {
	for _, r := range b.Rules {
		if r.ID == b.Settings.ReminderRule {
			m, err := time.ParseInLocation("2006-01", period, b.Settings.Zone)
			if err != nil {
				return time.Time{}, false
			}
			return b.dueOf(r, m), true
		}
	}
	return time.Time{}, false
}
