package bot

import (
	"fmt"
	"strconv"
	"strings"
)

// Every list a person sees is shown in pages by what is in this file. The
// numbers of a page begin at 1 again: only the latest message's numbers count
// ([Session.Menu]), so the number typed opens exactly the item it stands
// beside. "Xem thêm" leads on and 0 leads back; an item opened from a page
// leads back to that page.

const (
	pageItems = 6  // items opened by a number: with what leads on and back still one short message
	pageLines = 20 // lines that are only read; at their longest well within what one message holds
)

// listing is a list before it is cut into pages: items, or lines that are only
// read.
type listing struct {
	head  func(part, lines string) string // the message; part says which items of how many, "" when all are there
	items []Action                        // what each number opens; [turn.opened] takes the reference apart
	lines []string
	acts  []Action // further choices of every page
	back  string   // what 0 does on the first page, "" for no 0
}

// listings are the lists by name. Each checks by itself what the person may
// see; ok is false when that is nothing.
func (t *turn) listing(name, arg string) (l listing, ok bool) {
	switch name {
	case "new", "urgent":
		return t.reportsListing(name)
	case "own":
		return t.ownListing(), true
	case "late":
		return t.lateListing(arg)
	case "reach":
		return t.reachListing(arg)
	case "units":
		return t.unitsListing(arg)
	case "topics":
		return t.topicsListing(arg)
	case "prompts":
		return t.promptsListing()
	case "tally":
		return t.tallyListing(arg)
	case "replies":
		return t.repliesListing(arg)
	}
	return listing{}, false
}

// list shows one page of a list. Its reference is "name.arg.from"; what is left
// out is empty: "new", "late.bd", "late.bd.20".
func (t *turn) list(ref string) {
	name, rest, _ := strings.Cut(ref, ".")
	arg, at, _ := strings.Cut(rest, ".")
	l, ok := t.listing(name, arg)
	if !ok {
		t.say(t.text("bot.not_yours"))
		t.menu()
		return
	}
	from, _ := strconv.Atoi(at) // none is the first page
	t.page(name+"."+arg, from, l)
}

// page shows the items of a list from one on; a list that has grown shorter
// begins anew.
func (t *turn) page(ref string, from int, l listing) {
	n, size := len(l.items), pageItems
	if n == 0 {
		n, size = len(l.lines), pageLines
	}
	if from < 0 || from >= n {
		from = 0
	}
	end := min(from+size, n)
	here := func(at int) string { return fmt.Sprintf("%s.%d", ref, at) }
	part := ""
	if n > size {
		part = t.text("bot.page", "tu", fmt.Sprint(from+1), "den", fmt.Sprint(end), "tong", fmt.Sprint(n))
	}
	var as []Action
	lines := l.lines
	if len(l.items) > 0 {
		for _, a := range l.items[from:end] {
			as = append(as, Action{Label: a.Label, Do: a.Do + ":" + here(from)})
		}
	} else {
		lines = lines[from:end]
	}
	as = append(as, l.acts...)
	if end < n {
		as = append(as, Action{Label: t.text("bot.more"), Do: "list:" + here(end)})
	}
	switch {
	case from > 0:
		as = append(as, t.backTo("list:"+here(max(from-size, 0))))
	case l.back != "":
		as = append(as, t.backTo(l.back))
	}
	t.say(l.head(part, strings.Join(lines, "\n")), numbered(as...)...)
}

func (t *turn) backTo(do string) Action {
	return Action{Key: "0", Label: t.text("bot.act_back"), Do: do}
}

// opened takes the reference of an opened item apart and remembers the page it
// was opened from, "" for a card.
func (t *turn) opened(ref string) (id string) {
	id, t.session.List, _ = strings.Cut(ref, ":")
	return id
}

// back leads back to the page the thing in view was opened from, if any.
func (t *turn) back() []Action {
	if t.session.List == "" {
		return nil
	}
	return []Action{t.backTo("list:" + t.session.List)}
}

// listOf shows a list of one of the person's units; somebody who has several
// says which first.
func (t *turn) listOf(name string, units []string) {
	if len(units) == 1 {
		t.list(name + "." + units[0])
		return
	}
	var as []Action
	for _, u := range units {
		as = append(as, Action{Label: t.b.Tree.Name(u), Do: "list:" + name + "." + u})
	}
	t.say(t.text("bot.which_unit"), numbered(as...)...)
}
