package bot

import (
	"slices"

	"langnghe/bot/org"
)

// merge makes two records of one human one: p, whose account was named to him
// when he said yes, takes over everything of other, who is in hand. What is left
// of other is only where it went ([org.Who]). It gives p without other's chats;
// it and the rest are part of the turn's one change.
func (t *turn) merge(p, other org.Person) org.Person {
	p.Consent = p.Consent.Earlier(other.Consent)
	if p.Name == "" {
		p.Name = other.Name
	}
	if p.Address == "" {
		p.Address = other.Address
	}
	if p.Phone.Number == "" {
		p.Phone = other.Phone
	}
	if p.Prefer == "" {
		p.Prefer = other.Prefer
	}
	if p.Created.After(other.Created) && !other.Created.IsZero() {
		p.Created = other.Created
	}
	seats := t.mergePosts(p, other)
	asked := t.mergeReports(p.ID, other.ID, seats)
	t.mergePrompts(p.ID, other.ID, asked)
	for _, m := range t.mediaSent() {
		m.Person = p.ID
		t.putMedia(m)
	}
	t.mergeRows(p.ID, other.ID)
	t.b.countKnocks(t.tx, p.ID, t.b.timesKnocked(t.tx, other.ID, t.now), t.now)
	if other.Link != "" {
		t.ch.Invites = append(t.ch.Invites, org.Invite{Hash: other.Link})
	}
	t.ch.People = append(t.ch.People, org.Person{ID: other.ID, Into: p.ID, Created: other.Created, FileEntry: other.FileEntry})
	return p
}

// mergePosts gives p the posts of other. Of two seats of one role in one unit one
// is kept: that of the org file, else p's. It gives the seats that were closed,
// each with the one it became.
func (t *turn) mergePosts(p, other org.Person) (seats map[string]string) {
	seats = map[string]string{}
	own := t.tx.PostsOf(p.ID)
	for _, post := range t.tx.PostsOf(other.ID) {
		post.Person = p.ID
		i := slices.IndexFunc(own, func(q org.Post) bool {
			return q.Held() && post.Ended.IsZero() && q.Unit == post.Unit && q.Role == post.Role
		})
		if post.Held() {
			t.tellMerged(p, other, post)
		}
		if i < 0 {
			t.ch.Posts = append(t.ch.Posts, post)
			continue
		}
		kept, closed := own[i], post
		if kept.FileEntry == "" && closed.FileEntry != "" {
			kept, closed = closed, kept
		}
		if !closed.Since.IsZero() && (kept.Since.IsZero() || closed.Since.Before(kept.Since)) {
			kept.Since = closed.Since
		}
		if kept.Organisation == "" {
			kept.Organisation = closed.Organisation
		}
		closed.Person, closed.Ended = "", t.now
		seats[closed.ID] = kept.ID
		t.ch.Posts = append(t.ch.Posts, kept, closed)
		own[i] = kept
	}
	return seats
}

// tellMerged tells the head of a unit that somebody of his is one with another.
func (t *turn) tellMerged(p, other org.Person, post org.Post) {
	for _, lead := range t.heads(post.Unit) {
		if lead.ID != p.ID {
			t.tell(lead, note{class: Notice, why: "roster", text: t.textTo(lead, "bot.vc_merged",
				"ho_ten", p.Name, "ten_cu", other.Name, "vai_tro", post.Role.Title())})
		}
	}
}

// mergeReports puts p for other in every report other filed, acted on or has
// before him. It gives the prompts other answered.
func (t *turn) mergeReports(p, other string, seats map[string]string) (asked []string) {
	change := func(id string) {
		r, ok := t.report(id)
		if !ok {
			return
		}
		changed := false
		if r.Person == other {
			r.Person, changed = p, true
			if r.Prompt != "" {
				asked = append(asked, r.Prompt)
			}
		}
		if seat, ok := seats[r.Post]; ok {
			r.Post, changed = seat, true
		}
		r.Log = slices.Clone(r.Log)
		for i := range r.Log {
			if r.Log[i].By == other {
				r.Log[i].By, changed = p, true
			}
		}
		if r.Ack != nil && r.Ack.Person == other {
			ack := *r.Ack
			ack.Person = p
			r.Ack, changed = &ack, true
		}
		if changed {
			t.keep(r)
		}
	}
	for _, r := range t.tx.ReportsOf(other, 100_000) {
		change(r.ID)
	}
	for _, who := range []string{p, other} { // whoever had a seat that was closed may have filed from it
		for _, r := range t.tx.ReportsOf(who, 100_000) {
			if _, ok := seats[r.Post]; ok {
				change(r.ID)
			}
		}
	}
	for _, post := range t.tx.PostsOf(other) {
		for _, u := range t.b.Tree.Around(t.b.Tree.Committee(post.Unit)) {
			for _, r := range t.tx.OpenUrgent(u) {
				change(r.ID)
			}
		}
		for _, r := range t.tx.ReportsHeld(post.Unit, 1000) {
			if r.State.Open() {
				change(r.ID)
			}
		}
	}
	return asked
}

// mergePrompts counts the two as one among those who were asked.
func (t *turn) mergePrompts(p, other string, more []string) {
	var calls []PromptCall
	seen := map[string]bool{}
	add := func(c PromptCall) {
		if !seen[c.ID] && (c.By == other || slices.Contains(c.Asked, other)) {
			seen[c.ID] = true
			calls = append(calls, c)
		}
	}
	units := map[string]bool{}
	for _, post := range t.tx.PostsOf(other) {
		for _, u := range append(t.b.Tree.Ancestors(post.Unit), post.Unit) {
			if units[u] {
				continue
			}
			units[u] = true
			for _, c := range t.tx.Prompts(u) {
				add(c)
			}
		}
	}
	for _, id := range more {
		if c, ok := t.tx.Prompt(id); ok {
			add(c)
		}
	}
	for _, c := range calls {
		if c.By == other {
			c.By = p
		}
		twice := slices.Contains(c.Asked, p)
		c.Asked = slices.Clone(c.Asked)
		if i := slices.Index(c.Asked, other); i >= 0 && twice {
			c.Asked = slices.Delete(c.Asked, i, i+1)
		} else if i >= 0 {
			c.Asked[i] = p
		}
		t.ch.Prompts = append(t.ch.Prompts, c)
	}
}

// mergeRows makes what waits to be sent to other p's. What both were to get is
// sent once, where it can go now.
func (t *turn) mergeRows(p, other string) {
	type same struct {
		class     Class
		why, text string
	}
	kind := func(o Outgoing) same {
		k := same{class: o.Class, why: o.Why}
		if o.Class == Digest { // of one rule there is one for each unit; of what else both get they need one
			k.text = o.Msg.Text
		}
		return k
	}
	his := map[same][]Outgoing{}
	var theirs []Outgoing
	t.eachRow(func(o Outgoing) {
		switch {
		case o.State == Damaged || o.State == Sending: // who it is for is looked up when it matters
		case o.Person == p:
			his[kind(o)] = append(his[kind(o)], o)
		case o.Person == other:
			theirs = append(theirs, o)
		}
	})
	// double reports whether o need not be sent: p has the same, and not worse.
	// What he has that is worse goes.
	double := func(o Outgoing) bool {
		if o.Class != Alert && o.Class != Reminder && o.Class != Digest {
			return false
		}
		k := kind(o)
		for _, h := range his[k] {
			if h.State == Queued || h.State == Parked && o.State == Parked {
				return true
			}
		}
		for _, h := range his[k] {
			if h.State == Parked {
				h.State = ""
				t.ch.Settled = append(t.ch.Settled, h)
			}
		}
		delete(his, k)
		return false
	}
	t.freed = slices.DeleteFunc(t.freed, double)
	for _, o := range theirs {
		o.Person = p
		if (o.State == Queued || o.State == Parked) && double(o) {
			o.State = ""
		}
		t.ch.Settled = append(t.ch.Settled, o)
	}
	for _, rows := range [][]Outgoing{t.freed, t.ch.Outbox} {
		for i := range rows {
			if rows[i].Person == other {
				rows[i].Person = p
			}
		}
	}
}
