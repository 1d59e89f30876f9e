package bot

import (
	"langnghe/bot/org"
	"langnghe/bot/report"
)

// mayAct reports whether the person in hand may act on r: in its own unit, or
// in a unit it was handed up to. It is the only door to acting on a report.
func (t *turn) mayAct(r report.Report) bool { return t.actingUnit(r) != "" }

// actingUnit is the unit in whose name the person acts on r, "" when he may not.
func (t *turn) actingUnit(r report.Report) string {
	if t.may(org.ActOnReport, r.Unit) {
		return r.Unit
	}
	for _, u := range org.Where(t.posts, org.ActOnReport) {
		if h, ok := r.HeldAt(u); ok && !h.Told {
			return u
		}
	}
	return ""
}

// readingUnit is the unit by which the person may read r: the one that acts, or
// one above that was told of it at once. "" when he may not.
func (t *turn) readingUnit(r report.Report) string {
	if u := t.actingUnit(r); u != "" {
		return u
	}
	for _, u := range org.Where(t.posts, org.ActOnReport) {
		if _, ok := r.HeldAt(u); ok {
			return u
		}
	}
	return ""
}

// post names the acting unit's lead in words: "Phó Chủ tịch phụ trách Phường …".
func (t *turn) post(unit string) string {
	for _, p := range t.posts {
		if p.Held() && p.Unit == unit && (p.Role == org.LeadViceChair || p.Role == org.Chair || p.Role == org.OpinionOffice) {
			return p.Role.Title() + " " + t.b.Tree.Name(unit)
		}
	}
	return t.b.Tree.Name(unit)
}

// nextActs are what can be done with a report now, and the way back to where it
// was opened. With the way back they are five at most, which both platforms draw
// as buttons: so nothing is declined before somebody took it in hand, and where
// there is something to see besides words, what is done less often is one press
// further.
func (t *turn) nextActs(r report.Report) []Action {
	see, ok := t.filesAct(r, t.attachedTo(r))
	if !ok {
		return t.acts(r)
	}
	return numbered(t.fold(r, see, t.acts(r))...)
}

// actsBeside are the acts after what is besides words was shown.
func (t *turn) actsBeside(r report.Report, list []Media) []Action {
	if !t.mayWrite(r) || !t.unwritten(r, list) {
		return t.acts(r)
	}
	write := Action{Label: t.text("bot.act_transcribe"), Do: "start:" + flowTranscribe + ":" + r.ID}
	return numbered(t.fold(r, write, t.acts(r))...)
}

// fold puts one more act before others and what would be too many behind "Việc khác".
func (t *turn) fold(r report.Report, first Action, acts []Action) []Action {
	back := len(acts) - len(t.back())
	others := acts[:back:back]
	if len(others) > 3 {
		others = append(others[:2:2], Action{Label: t.text("bot.act_others"), Do: "acts:" + r.ID})
	}
	all := append([]Action{first}, others...)
	for i := range all {
		all[i].Key = ""
	}
	return append(all, acts[back:]...)
}

// otherActs shows all that can be done with a report.
func (t *turn) otherActs(id string) {
	if r, ok := t.openForActing(id); ok {
		t.say(t.text("bot.about_report", "ma", r.ID), t.acts(r)...)
	}
}

// acts are what can be done with the words of a report.
func (t *turn) acts(r report.Report) []Action {
	if !r.State.Open() || !t.mayAct(r) {
		return t.back()
	}
	var as []Action
	taken := true
	add := func(id, do string) { as = append(as, Action{Label: t.text(id), Do: do}) }
	if r.Kind == report.Urgent && r.Ack == nil {
		add("bot.act_ack", "ack:"+r.ID)
		taken = false
	}
	if r.Kind != report.Urgent && (r.State == report.New || r.State == report.MoreAsked) {
		add("bot.act_accept", "accept:"+r.ID)
		taken = false
	}
	add("bot.act_answer", "start:"+flowAnswer+":"+r.ID)
	add("bot.act_more", "start:"+flowAskMore+":"+r.ID)
	if u, ok := t.b.Tree.Unit(t.actingUnit(r)); ok && u.Parent != "" {
		add("bot.act_up", "up:"+r.ID)
	}
	if taken {
		add("bot.act_decline", "start:"+flowDecline+":"+r.ID)
	}
	return numbered(append(as, t.back()...)...)
}

// openForActing opens a report for a button of somebody who may act on it; why
// he cannot is said.
func (t *turn) openForActing(id string) (r report.Report, ok bool) {
	r, ok = t.report(id)
	if !ok || !t.mayAct(r) {
		t.say(t.text("bot.not_yours"))
		t.again()
		return r, false
	}
	if !r.State.Open() {
		t.say(t.text("bot.closed_already", "ma", r.ID, "trang_thai", r.State.Words()), t.back()...)
		return r, false
	}
	return r, true
}

// stillOpen opens a report for somebody who has written about it; when another
// closed it meanwhile, he gets his words back.
func (t *turn) stillOpen(id string, fields []report.Field) (r report.Report, ok bool) {
	r, ok = t.report(id)
	if !ok || !t.mayAct(r) {
		t.say(t.text("bot.not_yours"))
		return r, false
	}
	if !r.State.Open() {
		t.say(t.text("bot.closed_meanwhile", "ma", r.ID, "trang_thai", r.State.Words(), "noi_dung", report.First(fields)))
		return r, false
	}
	return r, true
}

// accept is "Tiếp nhận": the report is held by the unit.
func (t *turn) accept(id string) {
	r, ok := t.openForActing(id)
	if !ok {
		return
	}
	told := true
	if r.State != report.Held {
		r.State = report.Held
		r.Log = append(r.Log, report.Entry{At: t.now, What: "accepted", By: t.person.ID, Unit: t.actingUnit(r)})
		t.keep(r)
		t.audit("accepted", r.ID, t.actingUnit(r))
		told = t.tellReporter(r, "bot.accepted", "noi_nhan", t.post(t.actingUnit(r)))
	}
	t.say(t.text("bot.you_accepted", "ma", r.ID, "bao_lai", t.toldBack(told)), t.nextActs(r)...)
}

// askMore sends the vice-chair's question to the reporter; what he answers
// lands in the report.
func (t *turn) askMore(id string, fields []report.Field) {
	r, ok := t.stillOpen(id, fields)
	if !ok {
		return
	}
	question := report.First(fields)
	r.State = report.MoreAsked
	r.Log = append(r.Log, report.Entry{At: t.now, What: "asked", By: t.person.ID, Unit: t.actingUnit(r), Text: question})
	t.keep(r)
	t.audit("asked", r.ID, t.actingUnit(r))
	reached := t.tellReporterWith(r, "bot.asked_more", []Action{
		{Label: t.text("bot.act_reply"), Do: "start:" + flowSupplement + ":" + r.ID},
		{Label: t.text("bot.act_later"), Do: "later:"},
	}, "cau_hoi", question, "noi_nhan", t.post(t.actingUnit(r)))
	if reached {
		t.say(t.text("bot.you_asked", "ma", r.ID), t.back()...)
	} else {
		t.say(t.text("bot.you_asked_parked", "ma", r.ID), t.back()...)
	}
}

// supplement is the reporter's answer. It is kept also when the report was
// closed while he wrote.
func (t *turn) supplement(id string, fields []report.Field) {
	r, ok := t.report(id)
	if !ok || r.Person != t.person.ID {
		t.say(t.text("bot.not_yours"))
		return
	}
	if r.State == report.Withdrawn {
		t.say(t.text("bot.closed_already", "ma", r.ID, "trang_thai", r.State.Words()))
		return
	}
	if r.State == report.MoreAsked {
		r.State = report.Held
	}
	added := report.First(fields)
	r.Log = append(r.Log, report.Entry{At: t.now, What: "supplement", By: t.person.ID, Unit: r.Unit, Text: added})
	t.keep(r)
	t.answer(Receipt, t.text("bot.supplemented", "ma", r.ID))
	t.tellActing(r, "bot.vc_added", Notice, "bo_sung", added)
}

// resolve closes a report with its result, or with the reason why nothing is done.
func (t *turn) resolve(id string, fields []report.Field, state report.State) {
	r, ok := t.stillOpen(id, fields)
	if !ok {
		return
	}
	words, what, told := report.First(fields), "answered", "bot.result"
	if state == report.Declined {
		what, told = "declined", "bot.declined"
	}
	unit := t.actingUnit(r)
	r.Close(state)
	r.Log = append(r.Log, report.Entry{At: t.now, What: what, By: t.person.ID, Unit: unit, Text: words})
	t.keep(r)
	t.ch.Cancel = append(t.ch.Cancel, "ack/"+r.ID)
	t.audit(what, r.ID, unit)
	heard := t.tellReporter(r, told, "ket_qua", words, "noi_nhan", t.post(unit))
	t.say(t.text("bot.you_closed", "ma", r.ID, "trang_thai", r.State.Words(), "bao_lai", t.toldBack(heard)), t.back()...)
}

// passSynthesis hands a report to the parent as the unit's own words.
func (t *turn) passSynthesis(id string, fields []report.Field) {
	r, ok := t.stillOpen(id, fields)
	if !ok {
		return
	}
	unit, _ := t.b.Tree.Unit(t.actingUnit(r))
	if unit.Parent == "" {
		t.say(t.text("bot.no_parent"))
		return
	}
	words := report.First(fields)
	r.State = report.Passed
	r.HeldBy = append(r.HeldBy, report.Hand{Unit: unit.Parent, At: t.now, Text: words})
	r.Log = append(r.Log, report.Entry{At: t.now, What: "passed", By: t.person.ID, Unit: unit.Parent})
	t.keep(r)
	t.audit("passed", r.ID, unit.Parent)
	for _, p := range t.holders(unit.Parent, org.LeadViceChair, org.OpinionOffice) {
		t.tell(p, note{class: Notice, why: "passed " + r.ID, about: t.text("bot.about_report", "ma", r.ID),
			text:    t.textTo(p, "bot.vc_passed", "ma", r.ID, "dia_ban", t.b.Tree.Name(unit.ID), "noi_dung", words),
			actions: []Action{{Label: t.text("bot.act_view"), Do: "view:" + r.ID}}})
	}
	t.tellReporter(r, "bot.passed", "noi_nhan", t.b.Tree.Name(unit.Parent))
	t.youPassed(r, unit.Parent, t.back())
}

// youPassed says that a report was passed up, and asks about its photos.
func (t *turn) youPassed(r report.Report, up string, otherwise []Action) {
	ask, as := t.offerPhotos(r, up)
	if as == nil {
		as = otherwise
	}
	t.say(t.text("bot.you_passed", "ma", r.ID, "noi_nhan", t.b.Tree.Name(up))+ask, as...)
}

// toldBack says whether the reporter could be told.
func (t *turn) toldBack(told bool) string {
	if told {
		return t.text("bot.told_back")
	}
	return t.text("bot.told_later")
}

// tellReporter tells the reporter what became of his report, in plain words
// and without anybody's name.
func (t *turn) tellReporter(r report.Report, id string, pairs ...string) bool {
	return t.tellReporterWith(r, id, nil, pairs...)
}

func (t *turn) tellReporterWith(r report.Report, id string, actions []Action, pairs ...string) bool {
	p, ok := t.tx.Person(r.Person)
	if !ok || !p.Active() {
		return false
	}
	return t.tell(p, note{
		class: Receipt, why: aboutReport(r.ID), about: t.text("bot.about_report", "ma", r.ID), actions: actions,
		text: t.textTo(p, id, append([]string{"ma", r.ID, "trang_thai", r.State.Words()}, pairs...)...),
	})
}

// tellActing tells whoever works on the report that something was added. Only
// units that may read its text are told.
func (t *turn) tellActing(r report.Report, id string, class Class, pairs ...string) {
	units := []string{r.Unit}
	for _, h := range r.HeldBy {
		if !h.Told {
			units = append(units, h.Unit)
		}
	}
	if r.Kind != report.Urgent {
		units = units[:1] // above, only the unit's own synthesis is read
	}
	if r.Kind == report.Urgent {
		class = Alert
	}
	seen := map[string]bool{t.person.ID: true}
	for _, u := range units {
		for _, p := range t.holders(u, org.LeadViceChair) {
			if seen[p.ID] {
				continue
			}
			seen[p.ID] = true
			acts := []Action{{Label: t.text("bot.act_view"), Do: "view:" + r.ID}}
			if a, ok := t.filesAct(r, t.seenFrom(r, u)); ok {
				acts = append(acts, a)
			}
			t.tell(p, note{class: class, why: aboutReport(r.ID), about: t.text("bot.about_report", "ma", r.ID),
				text:    t.textTo(p, id, append([]string{"ma", r.ID, "dia_ban", t.b.Tree.Name(r.Unit)}, pairs...)...),
				actions: acts})
		}
	}
}
