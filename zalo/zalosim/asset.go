package zalosim

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// deletedAfter is how long after its asset's end a group is kept.
const deletedAfter = 45 * 24 * time.Hour

// asset is a right to one group, bought by the OA.
type asset struct {
	id, product string
	until       time.Time // the first moment without it
	used        string    // the group that lives on it
	auto        bool      // renewed by itself
}

// size is how many members a group of the product may have, the OA included.
func (a *asset) size() int {
	n, _ := strconv.Atoi(strings.TrimPrefix(a.product, "gmf"))
	return n
}

// BuyAsset gives the OA the right to one group: product is gmf10, gmf50, gmf100
// or gmf1000, until the first moment without it.
func (s *Sim) BuyAsset(product string, until time.Time) (id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := &asset{id: s.id("asset"), product: product, until: until}
	s.assets[a.id] = a
	return a.id
}

// RenewsItself says whether an asset is renewed at its end.
func (s *Sim) RenewsItself(id string, on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.assets[id].auto = on
}

// MakeAdmin makes people administrators of the OA.
func (s *Sim) MakeAdmin(users ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.admins = append(s.admins, users...)
}

// day is how the platform writes the last day of something.
func day(until time.Time) string {
	return until.Add(-time.Second).In(time.FixedZone("+07", 7*60*60)).Format("02/01/2006")
}

// listAssets is POST /v3.0/oa/quota/group.
func (s *Sim) listAssets(_ *http.Request, body []byte) (any, *refusal) {
	var q struct {
		Owner   string `json:"quota_owner"`
		Product string `json:"product_type"`
		Quota   string `json:"quota_type"`
	}
	if json.Unmarshal(body, &q) != nil || q.Owner != "OA" || q.Quota != "sub_quota" ||
		!slices.Contains([]string{"gmf10", "gmf50", "gmf100", "gmf1000"}, q.Product) {
		return nil, &refusal{-201, "product_type is invalid"}
	}
	var ids []string
	for id, a := range s.assets {
		if a.product == q.Product {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	out := list{}
	for _, id := range ids {
		a := s.assets[id]
		status := "available"
		if a.used != "" {
			status = "used"
		}
		out = append(out, object{
			{"asset_id", id}, {"product_type", a.product}, {"quota_type", "sub_quota"}, {"valid_through", day(a.until)},
			{"auto_renew", a.auto}, {"status", status}, {"used_id", a.used},
		})
	}
	return out, nil
}

// takeAsset finds a free asset for so many people, the OA apart.
func (s *Sim) takeAsset(id string, people int) (*asset, *refusal) {
	a := s.assets[id]
	switch {
	case a == nil || !s.cfg.Now().Before(a.until) && !a.auto:
		return nil, &refusal{-241, "asset_id is invalid"}
	case a.used != "":
		return nil, &refusal{-238, "asset_id is used"}
	case people+1 > a.size():
		return nil, &refusal{-210, "member_user_ids is over the limit of the asset"}
	}
	return a, nil
}

// off reports whether the group's asset has ended.
func (s *Sim) off(g *group) bool {
	return g.expired || !s.renews(g) && !g.until.IsZero() && !s.cfg.Now().Before(g.until)
}

// renews reports whether the group's asset is renewed by itself.
func (s *Sim) renews(g *group) bool {
	a := s.assets[g.asset]
	return a != nil && a.auto
}

// find is the group called id; nil when there is none, or when it went with
// its asset.
func (s *Sim) find(id string) *group {
	g := s.groups[id]
	if g == nil {
		return nil
	}
	if !s.renews(g) && !g.until.IsZero() && !s.cfg.Now().Before(g.until.Add(deletedAfter)) {
		s.dropGroup(g)
		return nil
	}
	return g
}

// reachGroup is the group called id, on or off.
func (s *Sim) reachGroup(id string) (*group, *refusal) {
	if g := s.find(id); g != nil {
		return g, nil
	}
	return nil, &refusal{-403, "OA is not a member of the group"}
}

// openGroup is the group called id, which is not disabled.
func (s *Sim) openGroup(id string) (*group, *refusal) {
	g, no := s.reachGroup(id)
	if no == nil && s.off(g) {
		return nil, &refusal{-237, "Group is disabled"}
	}
	return g, no
}

// Assets lists what the OA has bought.
func (s *Sim) Assets() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []string
	for id := range s.assets {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// Spend uses an asset up for a group that this simulator does not know.
func (s *Sim) Spend(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.assets[id].used = "elsewhere"
}
