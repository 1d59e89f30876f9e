package storetest

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/report"
)

// model is a store's content in plain maps: what a real store must look like.
type model struct {
	order    []bot.EventID // accepted, in order
	events   map[bot.EventID]chat.Event
	aside    map[bot.EventID]bot.Quarantined
	accepted map[bot.EventID]bool

	sessions map[chat.Address]bot.Session
	contacts map[chat.Address]bot.Contact
	people   map[string]org.Person
	at       map[chat.Address]string
	posts    map[string]org.Post
	groups   map[chat.Address]org.Group
	invites  map[string]org.Invite
	reports  map[string]report.Report
	prompts  map[string]bot.PromptCall
	media    map[string]bot.Media
	outbox   map[uint64]bot.Outgoing
	lastOut  uint64
	seen     map[string]bool
	timers   map[string]bot.Timer
	fired    map[string]bot.Fired
	flows    map[string]bot.FlowSet
	audit    []bot.Audit
	numbers  map[string]int
}

var _ bot.Tx = (*model)(nil)

func newModel() *model {
	return &model{
		events: map[bot.EventID]chat.Event{}, aside: map[bot.EventID]bot.Quarantined{}, accepted: map[bot.EventID]bool{},
		sessions: map[chat.Address]bot.Session{}, contacts: map[chat.Address]bot.Contact{}, people: map[string]org.Person{},
		at: map[chat.Address]string{}, posts: map[string]org.Post{}, groups: map[chat.Address]org.Group{},
		invites: map[string]org.Invite{}, reports: map[string]report.Report{}, prompts: map[string]bot.PromptCall{},
		media: map[string]bot.Media{}, outbox: map[uint64]bot.Outgoing{}, seen: map[string]bool{}, timers: map[string]bot.Timer{},
		fired: map[string]bot.Fired{}, flows: map[string]bot.FlowSet{}, numbers: map[string]int{},
	}
}

func (m *model) accept(e chat.Event) (fresh bool) {
	id := bot.EventID{Channel: e.Channel, Key: e.Key}
	if m.accepted[id] {
		return false
	}
	m.know(id)
	m.events[id] = e
	return true
}

func (m *model) know(id bot.EventID) {
	if !m.accepted[id] {
		m.accepted[id] = true
		m.order = append(m.order, id)
	}
}

func (m *model) Apply(c bot.Change) ([]uint64, error) {
	for _, id := range c.Handled {
		m.know(id)
		delete(m.events, id)
		delete(m.aside, id)
	}
	for _, q := range c.Quarantine {
		id := bot.EventID{Channel: q.Event.Channel, Key: q.Event.Key}
		m.know(id)
		delete(m.events, id)
		m.aside[id] = q
	}
	for _, id := range c.Replay {
		if q, ok := m.aside[id]; ok {
			delete(m.aside, id)
			m.events[id] = q.Event
		}
	}
	for _, x := range c.Sessions {
		m.sessions[x.Chat] = x
	}
	for _, x := range c.Contacts {
		m.contacts[x.Chat] = x
	}
	m.applyOrg(c)
	for _, x := range c.Reports {
		m.reports[x.ID] = x
	}
	for _, x := range c.Prompts {
		m.prompts[x.ID] = x
	}
	for _, x := range c.Media {
		m.media[x.ID] = x
	}
	for _, x := range c.Settled {
		if _, ok := m.outbox[x.ID]; !ok {
			continue
		}
		m.outbox[x.ID] = x
		if x.State == "" {
			delete(m.outbox, x.ID)
		}
	}
	var ids []uint64
	for _, x := range c.Outbox {
		ids = append(ids, m.enqueue(x))
	}
	for _, k := range c.Cancel {
		delete(m.timers, k)
	}
	for _, x := range c.Timers {
		m.timers[x.Key] = x
	}
	for _, x := range c.Fired {
		m.fired[x.Rule] = x
	}
	for _, x := range c.Flows {
		m.flows[x.Version] = x
	}
	m.audit = append(m.audit, c.Audit...)
	for _, a := range c.Forget {
		delete(m.sessions, a)
		delete(m.contacts, a)
	}
	return ids, nil
}

func (m *model) applyOrg(c bot.Change) {
	for _, x := range c.People {
		for _, a := range m.people[x.ID].Chats {
			if m.at[a] == x.ID {
				delete(m.at, a)
			}
		}
		for _, a := range x.Chats {
			m.at[a] = x.ID
		}
		m.people[x.ID] = x
	}
	for _, x := range c.Posts {
		m.posts[x.ID] = x
	}
	for _, x := range c.Groups {
		m.groups[x.Address] = x
	}
	for _, a := range c.Unbound {
		delete(m.groups, a)
	}
	for _, x := range c.Invites {
		m.invites[x.Hash] = x
		if x.Uses == 0 {
			delete(m.invites, x.Hash)
		}
	}
}

func (m *model) enqueue(o bot.Outgoing) uint64 {
	if o.Dedup != "" {
		if m.seen[o.Dedup] {
			return 0
		}
		m.seen[o.Dedup] = true
	}
	m.lastOut++
	o.ID = m.lastOut
	if o.State == "" {
		o.State = bot.Queued
	}
	m.outbox[o.ID] = o
	return o.ID
}

func (m *model) Number(series string) (int, error) {
	return m.Add(series, 1)
}

func (m *model) Add(series string, by int) (int, error) {
	m.numbers[series] = max(0, m.numbers[series]+by)
	return m.numbers[series], nil
}

func (m *model) Count(series string) int { return m.numbers[series] }

func pick[K comparable, V any](m map[K]V, keep func(V) bool, less func(a, b V) int) []V {
	var list []V
	for _, v := range m {
		if keep(v) {
			list = append(list, v)
		}
	}
	slices.SortFunc(list, less)
	return list
}

func first[T any](list []T, n int) []T { return list[:min(len(list), max(n, 0))] }

func (m *model) Waiting(limit int) (list []chat.Event) {
	for _, id := range m.order {
		if e, ok := m.events[id]; ok {
			list = append(list, e)
		}
	}
	return first(list, limit)
}

func (m *model) Quarantined() (list []bot.Quarantined) {
	for _, id := range m.order {
		if q, ok := m.aside[id]; ok {
			list = append(list, q)
		}
	}
	return list
}

func (m *model) DueTimers(now time.Time, limit int) (list []bot.Timer) {
	for _, x := range m.timers {
		if !x.Due.After(now) {
			list = append(list, x)
		}
	}
	slices.SortFunc(list, func(a, b bot.Timer) int { return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Key, b.Key)) })
	return first(list, limit)
}

func (m *model) NextTimer() (due time.Time, ok bool) {
	for _, x := range m.timers {
		if !ok || x.Due.Before(due) {
			due, ok = x.Due, true
		}
	}
	return due, ok
}

func (m *model) Session(a chat.Address) (bot.Session, bool) { x, ok := m.sessions[a]; return x, ok }
func (m *model) Contact(a chat.Address) (bot.Contact, bool) { x, ok := m.contacts[a]; return x, ok }
func (m *model) Person(id string) (org.Person, bool)        { x, ok := m.people[id]; return x, ok }
func (m *model) Post(id string) (org.Post, bool)            { x, ok := m.posts[id]; return x, ok }
func (m *model) Group(a chat.Address) (org.Group, bool)     { x, ok := m.groups[a]; return x, ok }
func (m *model) Invite(h string) (org.Invite, bool)         { x, ok := m.invites[h]; return x, ok }
func (m *model) Report(id string) (report.Report, bool)     { x, ok := m.reports[id]; return x, ok }
func (m *model) Prompt(id string) (bot.PromptCall, bool)    { x, ok := m.prompts[id]; return x, ok }
func (m *model) Outgoing(id uint64) (bot.Outgoing, bool)    { x, ok := m.outbox[id]; return x, ok }
func (m *model) Fired(rule string) (bot.Fired, bool)        { x, ok := m.fired[rule]; return x, ok }
func (m *model) FlowSet(v string) (bot.FlowSet, bool)       { x, ok := m.flows[v]; return x, ok }
func (m *model) Seen(dedup string) bool                     { return m.seen[dedup] }
func (m *model) Ahead(func() (chat.Address, bool))          {}
func (m *model) PersonAt(a chat.Address) (org.Person, bool) { return m.Person(m.at[a]) }

func (m *model) People() []org.Person {
	return pick(m.people, func(org.Person) bool { return true }, func(a, b org.Person) int { return cmp.Compare(a.ID, b.ID) })
}

func (m *model) PostsOf(person string) []org.Post {
	return pick(m.posts, func(p org.Post) bool { return p.Person == person && person != "" }, func(a, b org.Post) int { return cmp.Compare(a.ID, b.ID) })
}

func (m *model) PostsIn(unit string) []org.Post {
	return pick(m.posts, func(p org.Post) bool { return p.Unit == unit }, func(a, b org.Post) int { return cmp.Compare(a.ID, b.ID) })
}

func (m *model) GroupsOf(unit string) []org.Group {
	return pick(m.groups, func(g org.Group) bool { return g.Unit == unit }, func(a, b org.Group) int {
		return cmp.Compare(a.Address.String(), b.Address.String())
	})
}

// oldest is the order of reports: time of filing, then the running number.
func oldest(a, b report.Report) int {
	return cmp.Or(a.At.Compare(b.At), cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID))
}

func newest(a, b report.Report) int { return oldest(b, a) }

func (m *model) ReportsOf(person string, limit int) []report.Report {
	return first(pick(m.reports, func(r report.Report) bool { return r.Person == person && person != "" }, newest), limit)
}

func (m *model) ReportsIn(unit, period string) []report.Report {
	return pick(m.reports, func(r report.Report) bool { return r.Unit == unit && r.Period == period }, oldest)
}

func (m *model) Filed(person, period, kind string) bool {
	for _, r := range m.reports {
		if r.Person == person && person != "" && r.Period == period && r.Kind == kind && r.State != report.Withdrawn {
			return true
		}
	}
	return false
}

func (m *model) ReportsHeld(unit string, limit int) []report.Report {
	return first(pick(m.reports, func(r report.Report) bool { _, ok := r.HeldAt(unit); return ok }, newest), limit)
}

func (m *model) OpenUrgent(unit string) []report.Report {
	return pick(m.reports, func(r report.Report) bool { return r.Unit == unit && r.Kind == report.Urgent && r.State.Open() }, oldest)
}

func (m *model) Answers(prompt string) []report.Report {
	return pick(m.reports, func(r report.Report) bool {
		return r.Prompt == prompt && prompt != "" && r.Person != "" && r.State != report.Withdrawn
	}, oldest)
}

func (m *model) Answered(prompt, person string) (int, bool) {
	people := map[string]bool{}
	for _, r := range m.Answers(prompt) {
		people[r.Person] = true
	}
	return len(people), people[person]
}

func (m *model) Prompts(unit string) []bot.PromptCall {
	return pick(m.prompts, func(p bot.PromptCall) bool { return p.Unit == unit }, func(a, b bot.PromptCall) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID))
	})
}

func (m *model) rows(keep func(bot.Outgoing) bool) []bot.Outgoing {
	return pick(m.outbox, keep, func(a, b bot.Outgoing) int { return cmp.Compare(a.ID, b.ID) })
}

func (m *model) MediaRecord(id string) (bot.Media, bool) { x, ok := m.media[id]; return x, ok }

func (m *model) MediaOf(report string) []bot.Media {
	return m.mediaOf(func(x bot.Media) bool { return x.Report == report && report != "" })
}

func (m *model) MediaBy(person string) []bot.Media {
	return m.mediaOf(func(x bot.Media) bool { return x.Person == person && person != "" })
}

func (m *model) mediaOf(keep func(bot.Media) bool) []bot.Media {
	return pick(m.media, keep, func(a, b bot.Media) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
}

func (m *model) Outbox(after uint64, limit int) []bot.Outgoing {
	return first(m.rows(func(o bot.Outgoing) bool { return o.ID > after }), limit)
}

func (m *model) ParkedFor(a chat.Address) []bot.Outgoing {
	return m.rows(func(o bot.Outgoing) bool { return o.State == bot.Parked && o.Msg.To == a })
}

func (m *model) FlowSets() (list []string) {
	for v := range m.flows {
		list = append(list, v)
	}
	sort.Strings(list)
	return list
}

func (m *model) Audits(limit int) (list []bot.Audit) {
	for i := len(m.audit) - 1; i >= 0; i-- {
		list = append(list, m.audit[i])
	}
	return first(list, limit)
}
