package bot

import (
	"slices"
	"strconv"
	"time"

	"langnghe/bot/org"
	"langnghe/bot/report"
	"langnghe/bot/schedule"
	"langnghe/internal/mutant"
)

// raise sends an urgent report to whoever must act, and sets the clock for its
// acknowledgement.
func (t *turn) raise(r report.Report) report.Report {
	ladder := org.Ladder(t.b.Tree, r.Unit)
	if at, ok := t.alertRung(&r, ladder, 0); ok {
		r.Rung = at
	} else {
		t.nobody(r)
	}
	t.tellAtOnce(&r)
	t.keep(r)
	t.armAck(r)
	return r
}

// tellAtOnce tells units far above of a report whose level is for them to know
// of at once ([UrgentSettings.AtOnce]). They read what they would be handed,
// the text without a name; to act stays with those the report climbs to.
func (t *turn) tellAtOnce(r *report.Report) {
	for _, unit := range t.b.Tree.Ancestors(r.Unit) {
		u, _ := t.b.Tree.Unit(unit)
		if _, held := r.HeldAt(unit); held || !slices.Contains(t.b.Settings.Urgent.AtOnce[r.Level], u.Type) {
			continue
		}
		people := t.holders(unit, org.OpinionOffice)
		if len(people) == 0 {
			people = t.holders(unit, org.LeadViceChair)
		}
		people = slices.DeleteFunc(people, func(p org.Person) bool { return p.ID == r.Person })
		if len(people) == 0 {
			continue
		}
		body := report.Text(r.Fields)
		r.HeldBy = append(r.HeldBy, report.Hand{Unit: unit, At: t.now, Auto: true, Told: true, Text: body})
		r.Log = append(r.Log, report.Entry{At: t.now, What: "told", Unit: unit})
		for _, p := range people {
			t.tell(p, note{
				class: Alert, dedup: "told/" + r.ID + "/" + p.ID, why: "told " + r.ID, about: t.text("bot.about_urgent", "ma", r.ID),
				text: t.textTo(p, "bot.vc_told", "ma", r.ID, "dia_ban", t.b.Tree.FullName(r.Unit),
					"muc", levelWords(r.Level), "noi_dung", body, "nguoi_bao", t.reporterFor(*r, unit)),
				actions: []Action{{Label: t.text("bot.act_view"), Do: "view:" + r.ID}},
			})
		}
	}
}

// nobody tells the operator that no one is there to be asked.
func (t *turn) nobody(r report.Report) {
	t.fx.warn("urgent_nobody", "Việc khẩn "+r.ID+" chưa có ai để báo: kiểm tra người phụ trách của đơn vị và cấp trên")
}

// alertRung alerts rung after rung from i on until somebody could be reached,
// and returns the number of that rung. On a rung whose people cannot be reached
// now the alert waits for them, and the next rung is asked at once; so it is where
// a record cannot be read, of which the operator hears. ok is false when nobody
// holds any of the rungs.
func (t *turn) alertRung(r *report.Report, ladder []org.Rung, i int) (rung int, ok bool) {
	t.unheard = true
	for ; i < len(ladder); i++ {
		people := heldBy(t.tx, t.readPerson, ladder[i].Unit, ladder[i].Roles...)
		people = slices.DeleteFunc(people, func(p org.Person) bool { return p.ID == r.Person })
		if len(people) == 0 {
			continue
		}
		rung, ok = i, true
		t.handTo(r, ladder[i].Unit)
		for _, p := range people {
			t.b.readable(&t.fx, func() {
				if t.alert(*r, p, ladder[i].Unit) {
					t.unheard = false
				}
			})
		}
		if !t.unheard {
			return i, true
		}
	}
	if ok {
		t.nobody(*r)
	}
	return rung, ok
}

// readPerson reads somebody; who cannot be read is passed over.
func (t *turn) readPerson(id string) (p org.Person, ok bool) {
	t.b.readable(&t.fx, func() { p, ok = t.tx.Person(id) })
	return p, ok
}

// handTo notes that a unit above may now read the report's masked text and act
// on it.
func (t *turn) handTo(r *report.Report, unit string) {
	if unit == r.Unit {
		return
	}
	if i := slices.IndexFunc(r.HeldBy, func(h report.Hand) bool { return h.Unit == unit }); i >= 0 {
		r.HeldBy = slices.Clone(r.HeldBy)
		r.HeldBy[i].Told = false
		return
	}
	r.HeldBy = append(r.HeldBy, report.Hand{Unit: unit, At: t.now, Auto: true, Text: report.Text(r.Fields)})
}

// alert tells one person, with the buttons to act by, and reports whether he
// could be reached. Above the reporter's own
// unit no name is shown.
func (t *turn) alert(r report.Report, p org.Person, unit string) bool {
	body := report.Text(r.Fields)
	if unit != r.Unit {
		h, _ := r.HeldAt(unit)
		body = h.Text
	}
	switch n := timesAsked(r); {
	case n > 0:
		body = t.text("bot.asked_again", "lan", strconv.Itoa(n), "luc", moments(r.At.In(t.b.Settings.Zone))) + "\n" + body
	case t.nobodyAbove:
		body = t.text("bot.asked_below", "luc", moments(r.At.In(t.b.Settings.Zone)), "don_vi", t.b.Tree.Name(unit)) + "\n" + body
	case t.tx.Seen("told/" + r.ID + "/" + p.ID):
		body = t.text("bot.told_before", "luc", moments(r.At.In(t.b.Settings.Zone)), "don_vi", t.b.Tree.Name(unit)) + "\n" + body
	}
	acts := []Action{
		{Label: t.text("bot.act_ack"), Do: "ack:" + r.ID},
		{Label: t.text("bot.act_up"), Do: "up:" + r.ID},
		{Label: t.text("bot.act_more"), Do: "start:" + flowAskMore + ":" + r.ID},
	}
	list := t.seenFrom(r, unit)
	if a, ok := t.filesAct(r, list); ok {
		acts, body = append(acts, a), body+t.filesLine(r, list)
	}
	return t.tell(p, note{
		class: Alert, report: r.ID, why: "urgent " + r.ID, about: t.text("bot.about_urgent", "ma", r.ID), use: KnockAlert,
		text: t.textTo(p, "bot.vc_urgent", "ma", r.ID, "dia_ban", t.b.Tree.FullName(r.Unit),
			"muc", levelWords(r.Level), "noi_dung", body, "nguoi_bao", t.reporterFor(r, unit)),
		actions: acts,
	})
}

// reporterFor is how a unit sees the reporter: by name in his own, else "CTV".
func (t *turn) reporterFor(r report.Report, unit string) string {
	if unit == r.Unit || mutant.On(mutant.NameAbove) {
		if p, ok := t.tx.Person(r.Person); ok && p.Name != "" {
			return p.Name
		}
	}
	return t.text("bot.some_reporter", "don_vi", t.b.Tree.Name(r.Unit))
}

func levelWords(level string) string {
	if level == LevelImmediate {
		return "HỎA TỐC"
	}
	return "KHẨN"
}

// armAck sets when the report climbs unless acknowledged. Where nobody is left
// to climb to, the same people are asked again after longer and longer times.
func (t *turn) armAck(r report.Report) {
	if mutant.On(mutant.NeverClimb) {
		return
	}
	limit := t.b.ackLimit(r.Level, t.now)
	limit = min(limit<<min(timesAsked(r), 6), max(limit, 4*time.Hour))
	t.setTimer("ack/"+r.ID, t.now.Add(limit), r.ID)
}

// timesAsked is how often the last rung was asked again.
func timesAsked(r report.Report) int {
	n := 0
	for _, e := range r.Log {
		n += b2i(e.What == "again")
	}
	return n
}

// ackLimit is how long an acknowledgement may take.
func (b *Bot) ackLimit(level string, now time.Time) time.Duration {
	limits := b.Settings.Urgent.AckNight
	if b.officeHours(now) {
		limits = b.Settings.Urgent.AckDay
	}
	if d, ok := limits[level]; ok && d > 0 {
		return d
	}
	return time.Hour
}

// officeHours reports whether people are at work.
func (b *Bot) officeHours(now time.Time) bool {
	local := now.In(b.Settings.Zone)
	if b.Calendar == nil || !b.Calendar.WorkingDay(local) {
		return false
	}
	at := schedule.Clock(local.Hour()*60 + local.Minute())
	for _, s := range b.Settings.Office {
		if s.From <= at && at < s.To {
			return true
		}
	}
	return false
}

// climb is the ack timer: nobody took the report in hand in time.
func (t *turn) climb(id string) {
	r, ok := t.report(id)
	if !ok || r.Ack != nil || !r.State.Open() {
		return
	}
	ladder := org.Ladder(t.b.Tree, r.Unit)
	if at, ok := t.alertRung(&r, ladder, r.Rung+1); ok {
		if t.unheard {
			t.askReachable(&r, ladder, r.Rung)
		}
		r.Rung = at
		r.Log = append(r.Log, report.Entry{At: t.now, What: "climbed", Unit: ladder[at].Unit})
		t.tellReporter(r, "bot.climbed", "noi_nhan", t.receiver(ladder[at], r.Unit))
	} else if !t.askAgain(&r, ladder) {
		t.keep(r)
		return
	}
	t.fx.count("urgent_climbed")
	t.keep(r)
	t.armAck(r)
}

// askAgain asks the rung reached once more, since there is none above. It
// reports false when that was done often enough.
func (t *turn) askAgain(r *report.Report, ladder []org.Rung) bool {
	if timesAsked(*r) >= t.b.Settings.Urgent.Repeat {
		t.fx.warn("urgent_unanswered", "Việc khẩn "+r.ID+" đã nhắc nhiều lần mà chưa có ai nhận")
		return false
	}
	r.Log = append(r.Log, report.Entry{At: t.now, What: "again", Unit: ladder[r.Rung].Unit})
	if !t.askReachable(r, ladder, r.Rung) {
		t.nobody(*r)
	}
	return true
}

// askReachable asks the i-th rung again, or where nobody of it can be reached the
// next below, so that an urgent matter does not lie because those above are away.
func (t *turn) askReachable(r *report.Report, ladder []org.Rung, i int) bool {
	t.nobodyAbove = true
	defer func() { t.nobodyAbove = false }()
	for ; i >= 0; i-- {
		if _, ok := t.alertRung(r, ladder[:i+1], i); ok && !t.unheard {
			return true
		}
	}
	return false
}

// receiver names a rung in plain words, without anybody's name.
func (t *turn) receiver(g org.Rung, own string) string {
	if g.Unit == own {
		return g.Roles[0].Title() + " " + t.b.Tree.Name(g.Unit)
	}
	return t.b.Tree.Name(g.Unit)
}

// acknowledge is "Đã nhận": somebody takes an urgent report in hand.
func (t *turn) acknowledge(id string) {
	r, ok := t.report(id)
	if !ok || !t.mayAct(r) {
		t.say(t.text("bot.not_yours"))
		t.again()
		return
	}
	if r.Ack != nil {
		t.say(t.text("bot.acked_already", "ma", r.ID, "luc", moments(r.Ack.At.In(t.b.Settings.Zone)),
			"noi_nhan", t.b.Tree.Name(r.Ack.Unit)), t.nextActs(r)...)
		return
	}
	if !r.State.Open() {
		t.say(t.text("bot.closed_already", "ma", r.ID, "trang_thai", r.State.Words()))
		return
	}
	unit := t.actingUnit(r)
	r.Ack = &report.Ack{Person: t.person.ID, Unit: unit, At: t.now}
	r.State = report.Held
	r.Log = append(r.Log, report.Entry{At: t.now, What: "ack", By: t.person.ID, Unit: unit})
	t.keep(r)
	t.ch.Cancel = append(t.ch.Cancel, "ack/"+r.ID)
	t.audit("ack", r.ID, unit)
	told := t.tellReporter(r, "bot.acked", "noi_nhan", t.post(unit))
	t.say(t.text("bot.you_acked", "ma", r.ID, "bao_lai", t.toldBack(told)), t.nextActs(r)...)
}

// passUrgent is "Chuyển cấp trên" on an urgent report: its masked text goes to
// the parent at once.
func (t *turn) passUrgent(id string) {
	r, ok := t.openForActing(id)
	if !ok {
		return
	}
	if r.Kind != report.Urgent {
		t.startFrom(flowPassUp, id)
		return
	}
	from := t.actingUnit(r)
	ladder := org.Ladder(t.b.Tree, r.Unit)
	i := slices.IndexFunc(ladder, func(g org.Rung) bool { return g.Unit != from && t.b.Tree.Covers(g.Unit, from) })
	if i < 0 {
		t.say(t.text("bot.no_parent"))
		return
	}
	at, ok := t.alertRung(&r, ladder, i)
	if !ok {
		t.say(t.text("bot.nobody_above"))
		return
	}
	r.Ack, r.State, r.Rung = nil, report.Passed, at
	up := ladder[at].Unit
	for j := range r.HeldBy {
		if r.HeldBy[j].Unit == up {
			r.HeldBy[j].Auto = false
		}
	}
	r.Log = append(r.Log, report.Entry{At: t.now, What: "passed", By: t.person.ID, Unit: up})
	t.keep(r)
	t.armAck(r)
	t.audit("passed", r.ID, up)
	t.tellReporter(r, "bot.passed", "noi_nhan", t.b.Tree.Name(up))
	t.youPassed(r, up, nil)
}
