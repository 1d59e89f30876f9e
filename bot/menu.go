package bot

import (
	"fmt"
	"strconv"
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

// menuPage is how many entries a menu shows at once, "more" among them: what
// both platforms draw as buttons.
const menuPage = 5

// show shows the first page of the menu.
func (t *turn) show(head string) {
	t.session.List = ""
	as := t.entries()
	if len(as) == 0 {
		t.say(t.text("bot.no_role"))
		return
	}
	t.say(head, t.menuFrom(as, 0)...)
}

// moreMenu shows the page from entry n on.
func (t *turn) moreMenu(n int) {
	as := t.entries()
	if n < 0 || n >= len(as) {
		n = 0
	}
	t.say(t.text("bot.menu"), t.menuFrom(as, n)...)
}

// menuFrom is one page of entries. After the last comes the first again.
func (t *turn) menuFrom(as []Action, n int) []Action {
	if len(as) <= menuPage {
		return numbered(as...)
	}
	end := min(n+menuPage-1, len(as))
	next := end
	if end == len(as) {
		next = 0
	}
	pageful := append([]Action(nil), as[n:end]...)
	return numbered(append(pageful, Action{Label: t.text("bot.more"), Do: fmt.Sprintf("more:%d", next)})...)
}

// entries are what the person can do: his drafts, then what his roles bring.
func (t *turn) entries() []Action {
	var as []Action
	seen := map[string]bool{}
	add := func(label, do string) {
		if !seen[do] {
			seen[do] = true
			as = append(as, Action{Label: label, Do: do})
		}
	}
	for _, a := range t.draftActions(2) {
		add(a.Label, a.Do)
	}
	for _, r := range t.roles() {
		for _, item := range t.b.Flows.Menu(r) {
			if item.Command == "link" && len(t.linkable()) == 0 {
				continue
			}
			if item.Flow != "" {
				add(item.Label, "start:"+item.Flow)
			} else {
				add(item.Label, "cmd:"+item.Command)
			}
		}
	}
	return as
}

// do carries out one action. Everything that acts on a report or a unit checks
// rights itself: a button is no proof.
func (t *turn) do(do string) {
	what, arg, _ := strings.Cut(do, ":")
	t.wake()
	if what != "held" && what != "more" {
		t.session.Held = "" // he chose something else
	}
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
	case "more":
		n, _ := strconv.Atoi(arg)
		t.moreMenu(n)
	case "export":
		n, _ := strconv.Atoi(arg)
		t.export(n)
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
	case "files":
		t.showFiles(arg)
	case "acts":
		t.otherActs(arg)
	case "photos_up":
		t.passPhotos(arg)
	case "list":
		t.list(arg)
	case "prompt":
		t.viewPrompt(arg)
	case "mine":
		t.viewOwn(arg)
	case "withdraw":
		t.withdraw(arg, false)
	case "withdraw_sure":
		t.withdraw(arg, true)
	case "unlink":
		t.unlinkChat(arg)
	case "prefer":
		t.setPrefer(arg)
	case "let_in":
		t.answerAsked(arg, true)
	case "keep_out":
		t.answerAsked(arg, false)
	case "snooze":
		t.say(t.text("bot.snoozed"))
	case "later":
		t.say(t.text("bot.ok"))
	default:
		t.say(t.text("bot.stale"))
		t.again()
	}
}
