package zalosim

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
)

// mostListed is how many rows one call may ask for.
const mostListed = 10

// paging is the ?data={...} of a listing call.
type paging struct {
	User   string `json:"user_id"`
	Offset int    `json:"offset"`
	Count  int    `json:"count"`
}

func pagingOf(r *http.Request) (paging, *refusal) {
	var p paging
	if json.Unmarshal([]byte(r.URL.Query().Get("data")), &p) != nil {
		return p, &refusal{-201, "data is invalid"}
	}
	if p.Offset < 0 || p.Count < 1 || p.Count > mostListed {
		return p, &refusal{-201, "offset or count is invalid"}
	}
	return p, nil
}

// line is one message of one conversation.
type line struct {
	with *user
	Bubble
}

// history is the messages of some people, newest first.
func history(people []*user) []line {
	var all []line
	for _, u := range people {
		for _, b := range slices.Backward(u.chat) {
			all = append(all, line{u, b})
		}
	}
	slices.SortStableFunc(all, func(a, b line) int { return b.At.Compare(a.At) })
	return all
}

// listRecent is GET /v2.0/oa/listrecentchat.
func (s *Sim) listRecent(r *http.Request, _ []byte) (any, *refusal) {
	p, no := pagingOf(r)
	if no != nil {
		return nil, no
	}
	people := s.latest()
	if s.cfg.RecentRows {
		return s.rows(history(people), p), nil
	}
	all := make([]line, 0, p.Offset+p.Count)
	for _, u := range people[:min(p.Offset+p.Count, len(people))] {
		all = append(all, line{u, u.chat[len(u.chat)-1]})
	}
	out := s.rows(all, p)
	if s.cfg.RecentBare {
		for i, o := range out {
			out[i] = slices.DeleteFunc(o.(object), func(f field) bool { return f.key == "message_id" })
		}
	}
	return out, nil
}

// latest is everybody who has a chat, whoever has the newest message first. It is
// worked out anew when there is a new message.
func (s *Sim) latest() []*user {
	n := 0
	for _, id := range s.order {
		n += len(s.users[id].chat)
	}
	if n == s.ranked.bubbles {
		return s.ranked.users
	}
	s.ranked.bubbles, s.ranked.users = n, nil
	for _, id := range s.order {
		if u := s.users[id]; len(u.chat) > 0 {
			s.ranked.users = append(s.ranked.users, u)
		}
	}
	slices.SortStableFunc(s.ranked.users, func(a, b *user) int { return b.chat[len(b.chat)-1].At.Compare(a.chat[len(a.chat)-1].At) })
	return s.ranked.users
}

// listConversation is GET /v2.0/oa/conversation.
func (s *Sim) listConversation(r *http.Request, _ []byte) (any, *refusal) {
	p, no := pagingOf(r)
	if no != nil {
		return nil, no
	}
	u := s.users[p.User]
	if u == nil {
		return nil, &refusal{-201, "user_id is invalid"}
	}
	return s.rows(history([]*user{u}), p), nil
}

// listedAs is what the lists call what the webhook calls otherwise.
var listedAs = map[string]string{"": "text", "image": "photo", "audio": "voice", "gif": "GIF"}

func (s *Sim) rows(all []line, p paging) list {
	out := list{}
	from := min(p.Offset, len(all))
	for _, l := range all[from:min(from+p.Count, len(all))] {
		kind := listedAs[l.Media]
		src, by, to := int64(1), l.with.id, s.cfg.OAID
		byName, toName := l.with.name, s.oa.Name
		if l.FromOA {
			src, by, to, byName, toName = 0, to, by, toName, byName
		}
		o := object{
			{"src", src}, {"time", l.At.UnixMilli()}, {"type", cmp.Or(kind, l.Media)}, {"message", l.Text},
			{"message_id", l.ID}, {"from_id", by}, {"to_id", to}, {"from_display_name", byName}, {"to_display_name", toName},
		}
		if l.URL != "" {
			o = append(o, field{"url", l.URL}, field{"thumb", l.URL})
		}
		if l.Media == "location" {
			o = append(o, field{"location", l.Place})
		}
		out = append(out, o)
	}
	return out
}
