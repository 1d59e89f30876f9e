package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"langnghe/bot/org"
	"langnghe/bot/schedule"
)

// Kinds of schedule rules.
const (
	RuleDeadline = "deadline" // periodic reports: remind who still owes, then tell the vice-chair who is late
	RuleBriefing = "briefing" // monthly briefing: notice to the bound groups
	RuleDigest   = "digest"   // figures to lead vice-chairs
)

// Heartbeat fires what the schedule owes. Each occurrence is its own
// transaction: its fired mark and its outbox rows are written together, so it
// is fired once whatever happens between two.
func (b *Bot) Heartbeat(ctx context.Context, now time.Time) (did bool, err error) {
	failed := map[string]bool{} // rules that went wrong in this beat: the others go on
	for {
		fired := 0
		err := b.Store.Update(ctx, func(tx Tx) error {
			fired = 0
			marks := map[string]time.Time{}
			var ch Change
			for _, r := range b.Rules {
				f, ok := tx.Fired(r.ID)
				if !ok {
					// First sight of a rule: nothing before now is owed.
					ch.Fired = append(ch.Fired, Fired{Rule: r.ID, Slot: now, At: now})
					f.Slot = now
				}
				marks[r.ID] = f.Slot
			}
			if ids := schedule.Ahead(b.Rules, marks, now.Add(time.Hour)); len(ids) > 0 {
				b.Alert("clock_ahead", "Đồng hồ máy chủ từng chạy trước giờ thật. Các lịch này im lặng cho đến lúc đó: "+strings.Join(ids, ", "))
			}
			owed, skipped := schedule.Due(b.Rules, marks, now, b.Calendar)
			for _, o := range skipped {
				b.Log.Warn("scheduled occurrence skipped, too late", "rule", o.Rule.ID, "slot", o.Slot)
				ch.Fired = append(ch.Fired, Fired{Rule: o.Rule.ID, Slot: o.Slot, At: now})
			}
			owed = slices.DeleteFunc(owed, func(o schedule.Occurrence) bool { return failed[o.Rule.ID] })
			if len(owed) > 0 {
				more, ok := b.fire(tx, owed[0], now)
				fired = 1
				if !ok {
					failed[owed[0].Rule.ID] = true
					more = Change{} // owed still: tried again at the next beat, within its grace
				} else {
					more.Fired = append(more.Fired, Fired{Rule: owed[0].Rule.ID, Slot: owed[0].Slot, At: now})
				}
				more.Fired = append(append([]Fired(nil), ch.Fired...), more.Fired...)
				ch = more
			}
			if ch.Empty() {
				return nil
			}
			_, err := tx.Apply(ch)
			return err
		})
		if err != nil {
			return did, fmt.Errorf("heartbeat: %w", err)
		}
		if fired == 0 {
			return did, nil
		}
		did = true
		b.Count("rule_fired")
	}
}

// fire works one occurrence out. ok is false when that went wrong; the operator
// is told.
func (b *Bot) fire(tx Tx, o schedule.Occurrence, now time.Time) (ch Change, ok bool) {
	defer func() {
		if r := recover(); r != nil {
			if err, is := r.(error); is && isStoreFault(err) {
				panic(r)
			}
			b.Log.Error("a scheduled rule panicked", "rule", o.Rule.ID, "cause", panicKind(r))
			b.Alert("rule_failed", "Một lịch gửi bị lỗi, sẽ thử lại: "+o.Rule.ID)
			ch, ok = Change{}, false
		}
	}()
	t := b.begin(tx, now)
	t.at = o.Slot
	t.fire(o)
	return t.finish(), true
}

// fire carries out one occurrence of a rule.
func (t *turn) fire(o schedule.Occurrence) {
	switch o.Rule.Kind {
	case RuleDeadline:
		if o.Offset < 0 {
			t.overdue(o)
			return
		}
		t.remindOwing(o)
	case RuleBriefing:
		t.announceBriefing(o)
	case RuleDigest:
		t.sendDigests(o)
	}
}

// slotKey names an occurrence in dedup keys.
func slotKey(o schedule.Occurrence) string {
	return o.Rule.ID + "/" + o.Slot.UTC().Format("20060102T1504")
}

// remindOwing reminds whoever has not reported: each by his own open chat; who
// has none finds the reminder when he writes, and until then the unit's group
// is told how many are missing, without names.
func (t *turn) remindOwing(o schedule.Occurrence) {
	period := o.Named.In(t.b.Settings.Zone).Format("2006-01")
	due := o.Due.In(t.b.Settings.Zone)
	for _, u := range t.b.Tree.All() {
		owing, _ := t.b.owing(t.tx, u, period)
		parked := 0
		for _, p := range owing {
			if !t.tell(p, note{
				class: Reminder, dedup: slotKey(o) + "/" + p.ID, why: "rule " + slotKey(o), unless: period, expires: o.Due.Add(24 * time.Hour),
				about: t.text("bot.about_reminder"),
				text:  t.textTo(p, "bot.remind", "thang", monthName(o.Named.In(t.b.Settings.Zone)), "han", moments(due)),
				actions: []Action{
					{Label: t.text("bot.act_write"), Do: "start:" + flowPeriodic},
					{Label: t.text("bot.act_nil"), Do: "start:" + flowNil},
					{Label: t.text("bot.act_snooze"), Do: "snooze:"},
				},
			}) {
				parked++
			}
		}
		if parked == 0 {
			continue
		}
		for _, g := range t.tx.GroupsOf(u) {
			t.tellGroup(g, t.text("bot.remind_group", "don_vi", t.b.Tree.Name(u), "so", fmt.Sprint(len(owing)),
				"thang", monthName(o.Named.In(t.b.Settings.Zone)), "han", moments(due)),
				slotKey(o)+"/"+t.b.Store.Hash("chat", g.Address.String())[:16], "rule "+slotKey(o), o.Due)
		}
	}
}

// overdue tells each late person once, and each vice-chair who they are. There
// is no public list.
func (t *turn) overdue(o schedule.Occurrence) {
	due := o.Due.In(t.b.Settings.Zone)
	period := o.Named.In(t.b.Settings.Zone).Format("2006-01")
	for _, u := range t.b.Tree.All() {
		owing, done := t.b.owing(t.tx, u, period)
		for _, p := range owing {
			t.tell(p, note{
				class: Reminder, dedup: slotKey(o) + "/" + p.ID, why: "rule " + slotKey(o), unless: period,
				expires: o.Slot.Add(7 * 24 * time.Hour), about: t.text("bot.about_reminder"),
				text: t.textTo(p, "bot.overdue", "thang", monthName(o.Named.In(t.b.Settings.Zone)), "han", moments(due)),
				actions: []Action{
					{Label: t.text("bot.act_write"), Do: "start:" + flowPeriodic},
					{Label: t.text("bot.act_nil"), Do: "start:" + flowNil},
				},
			})
		}
		if len(owing) == 0 {
			continue
		}
		cut := t.cutOff(u)
		for _, lead := range t.holders(u, org.LeadViceChair) {
			t.tell(lead, note{
				class: Digest, dedup: slotKey(o) + "/late/" + lead.ID + "/" + u, why: "rule " + slotKey(o),
				expires: o.Slot.Add(7 * 24 * time.Hour),
				text: t.textTo(lead, "bot.late_list", "don_vi", t.b.Tree.Name(u), "thang", monthName(o.Named.In(t.b.Settings.Zone)),
					"da_gui", fmt.Sprint(done), "con", fmt.Sprint(len(owing)), "danh_sach", t.names(owing),
					"mat_lien_lac", fmt.Sprint(len(cut))),
				about:   t.text("bot.about_late"),
				actions: []Action{{Label: t.text("bot.act_unreachable"), Do: "cmd:unreachable"}},
			})
		}
	}
}

// announceBriefing posts the monthly briefing to the bound groups of the units
// whose type the rule names.
func (t *turn) announceBriefing(o schedule.Occurrence) {
	due := o.Due.In(t.b.Settings.Zone)
	for _, u := range t.b.Tree.OfTypes(strings.Fields(o.Rule.Params["types"])...) {
		for _, g := range t.tx.GroupsOf(u) {
			t.tellGroup(g, t.text("bot.briefing", "don_vi", t.b.Tree.Name(u), "thang", monthName(o.Named.In(t.b.Settings.Zone)),
				"gio", clock(due), "ngay", dayName(due), "dia_diem", o.Rule.Params["place"], "noi_dung", o.Rule.Params["agenda"],
				"con_ngay", whenWords(due, t.now.In(t.b.Settings.Zone))),
				slotKey(o)+"/"+t.b.Store.Hash("chat", g.Address.String())[:16], "rule "+slotKey(o), o.Due)
		}
	}
}

// whenWords is how far away a day is.
func whenWords(due, now time.Time) string {
	d := time.Date(due.Year(), due.Month(), due.Day(), 0, 0, 0, 0, time.UTC)
	n := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	switch days := int(d.Sub(n).Hours() / 24); days {
	case 0:
		return "hôm nay"
	case 1:
		return "ngày mai"
	default:
		return fmt.Sprintf("còn %d ngày", days)
	}
}

// sendDigests sends each lead vice-chair the figures of his units.
func (t *turn) sendDigests(o schedule.Occurrence) {
	period := o.Slot.In(t.b.Settings.Zone).Format("2006-01")
	for _, u := range t.b.Tree.All() {
		for _, lead := range t.holders(u, org.LeadViceChair, org.OpinionOffice) {
			t.tell(lead, note{
				class: Digest, dedup: slotKey(o) + "/" + lead.ID + "/" + u, why: "rule " + slotKey(o),
				expires: o.Slot.Add(3 * 24 * time.Hour),
				text:    t.b.digestText(t.tx, lead, t.tx.PostsOf(lead.ID), u, period, t.now),
				about:   t.text("bot.about_digest"),
				actions: []Action{{Label: t.text("bot.act_list"), Do: "cmd:reports_in"}, {Label: t.text("bot.act_late"), Do: "cmd:late"}},
			})
		}
	}
}

// dueOf is the deadline a rule sets in a month.
func (b *Bot) dueOf(r schedule.Rule, month time.Time) time.Time {
	return schedule.Deadline(r, month.Year(), month.Month(), b.Calendar)
}
