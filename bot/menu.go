package bot

import (
	"strings"

	"langnghe/bot/org"
)

// rank orders roles for the menu: what somebody must act on comes first.
var rank = []org.Role{
	org.LeadViceChair, org.Chair, org.OpinionOffice, org.StandingBoard, org.OfficeLiaison,
	org.Auditor, org.UnitAdmin, org.SystemAdmin, org.HamletHead, org.Collaborator,
}

// roles are the person's roles, the most urgent first.
func (t *turn) roles() []string {
	var rs []string
	for _, r := range rank {
		for _, p := range t.posts {
			if p.Held() && p.Role == r {
				rs = append(rs, string(r))
				break
			}
		}
	}
	return rs
}

// files reports whether the person may file reports.
func (t *turn) files() bool { return len(org.Where(t.posts, org.FileReport)) > 0 }

// welcome greets and shows the menu.
func (t *turn) welcome() {
	t.show(t.text("bot.welcome"))
}

// menu shows what the person can do.
func (t *turn) menu() {
	t.show(t.text("bot.menu"))
}

func (t *turn) show(head string) {
	var as []Action
	seen := map[string]bool{}
	add := func(label, do string) {
		if !seen[do] {
			seen[do] = true
			as = append(as, Action{Label: label, Do: do})
		}
	}
	for i, f := range t.session.Drafts {
		if fl, ok := t.b.Flows.Flow(f.State.Flow); ok {
			add(t.text("bot.draft", "ten_luong", strings.ToLower(fl.Title[:1])+fl.Title[1:]), "resume:"+f.Run)
		}
		if i == 1 {
			break
		}
	}
	for _, r := range t.roles() {
		for _, item := range t.b.Flows.Menu(r) {
			if item.Flow != "" {
				add(item.Label, "start:"+item.Flow)
			} else {
				add(item.Label, "cmd:"+item.Command)
			}
		}
	}
	if len(as) == 0 {
		t.say(t.text("bot.no_role"))
		return
	}
	t.say(head, numbered(as...)...)
}

// do carries out one action. Everything that acts on a report or a unit checks
// rights itself: a button is no proof.
func (t *turn) do(do string) {
	what, arg, _ := strings.Cut(do, ":")
	t.wake()
	switch what {
	case "flow":
		t.pick(arg)
	case "start":
		flow, ref, _ := strings.Cut(arg, ":")
		t.startFrom(flow, ref)
	case "fresh":
		t.fresh(arg)
	case "cmd":
		t.command(arg)
	case "held":
		t.release(arg)
	case "resume":
		t.resume(arg)
	case "drop":
		t.dropDraft(arg)
	case "ack":
		t.acknowledge(arg)
	case "up":
		t.passUrgent(arg)
	case "accept":
		t.accept(arg)
	case "view":
		t.viewReport(arg)
	case "list":
		t.listReports(arg)
	case "mine":
		t.viewOwn(arg)
	case "withdraw":
		t.withdraw(arg, false)
	case "withdraw_sure":
		t.withdraw(arg, true)
	case "snooze":
		t.say(t.text("bot.snoozed"))
	case "later":
		t.say(t.text("bot.ok"))
	default:
		t.say(t.text("bot.stale"))
		t.again()
	}
}
