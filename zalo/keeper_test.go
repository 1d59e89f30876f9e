package zalo_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"langnghe/bot/chat"
	"langnghe/zalo"
	"langnghe/zalo/zalosim"
)

// keeperRig has an administrator anh, followers "f0".."f4", people who wrote too
// long ago "o0".."o2", and an asset.
func keeperRig(t *testing.T, opts ...option) *rig {
	r := newRig(t, opts...)
	r.sim.MakeAdmin(anh)
	r.sim.Follow(anh)
	for i := range 5 {
		r.sim.Place(zalosim.Person{ID: fmt.Sprint("f", i), Name: "Theo dõi", Follower: true})
		r.sim.Place(zalosim.Person{ID: fmt.Sprint("o", i), Name: "Lâu rồi", LastInteraction: began.Add(-8 * 24 * time.Hour)})
	}
	r.sim.BuyAsset("gmf100", began.AddDate(0, 2, 0))
	return r
}

func (r *rig) keep(group chat.Address, d chat.Deed) (chat.GroupState, *chat.SendError) {
	r.t.Helper()
	g, err := r.ch.Keep(context.Background(), r.clock.now(), group, d)
	var e *chat.SendError
	if err != nil && !errors.As(err, &e) {
		r.t.Fatalf("%T is not a SendError: %v", err, err)
	}
	return g, e
}

func people(ids ...string) (list []chat.Address) {
	for _, id := range ids {
		list = append(list, to(id))
	}
	return list
}

// made is a group with only its administrator.
func (r *rig) made() chat.Address {
	r.t.Helper()
	g, e := r.keep(to("new/bd"), chat.Deed{Do: chat.DeedCreate, Name: "CTV", About: "Nhóm. LN-1", Mark: "LN-1", Room: 20, People: people(anh)})
	if e != nil || g.Address.ID == "" || !strings.HasPrefix(g.Link, "https://zalo.me/g/") {
		r.t.Fatalf("no group: %+v %v", g, e)
	}
	return g.Address
}

// TestKeepCreate: the smallest free asset that is large enough is taken, and
// why there is no group is told in a word.
func TestKeepCreate(t *testing.T) {
	r := keeperRig(t)
	small, tiny := r.sim.BuyAsset("gmf50", began.AddDate(0, 1, 0)), r.sim.BuyAsset("gmf10", began.AddDate(0, 1, 0))
	later := r.sim.BuyAsset("gmf50", began.AddDate(0, 3, 0))
	r.sim.BuyAsset("gmf50", began) // over
	r.made()
	if g := r.sim.Groups()[0]; g.Asset != later || g.About != "Nhóm. LN-1" {
		t.Errorf("with %s of %s, %s, %s: %+v", g.Asset, small, tiny, later, g)
	}
	deed := func(change func(*chat.Deed)) string {
		d := chat.Deed{Do: chat.DeedCreate, Name: "CTV", About: "a", Room: 20, People: people(anh)}
		change(&d)
		_, e := r.keep(to("new/x"), d)
		if e == nil {
			return ""
		}
		return string(e.Reaction) + " " + e.Reason
	}
	for why, d := range map[string]func(*chat.Deed){
		"invalid no_asset":    func(d *chat.Deed) { d.Room = 500 },
		"invalid no_admin":    func(d *chat.Deed) { d.People = people("f1") },
		"invalid group_asset": func(d *chat.Deed) { d.Asset = later },
		"invalid over_limit": func(d *chat.Deed) {
			d.Asset, d.People = tiny, people(append([]string{anh}, "f0", "f1", "f2", "f3", "f4", "1", "2", "3", "4")...)
		},
		"invalid address": func(d *chat.Deed) { d.People = []chat.Address{{Channel: "telegram", ID: "1"}} },
	} {
		for i := range 4 {
			r.sim.Place(zalosim.Person{ID: fmt.Sprint(i + 1), Follower: true})
		}
		if got := deed(d); got != why {
			t.Errorf("%q, want %q", got, why)
		}
	}
	r.sim.Unfollow(anh)
	r.clock.pass(10 * 24 * time.Hour)
	if got := deed(func(*chat.Deed) {}); got != "invalid no_admin" {
		t.Error(got)
	}
	for code, want := range map[int]string{-224: "invalid package", -212: "invalid api_not_registered", -223: "invalid not_authorised", -211: "wait quota", -32: "wait rate"} {
		r.sim.Inject(func(f *zalosim.Faults) {
			f.Codes = []zalosim.Code{{Code: code, Times: 1, Path: "/v3.0/oa/group/creategroupwithoa"}}
		})
		if got := deed(func(*chat.Deed) {}); got != want {
			t.Errorf("%d: %q", code, got)
		}
	}
}

// TestKeepCreateLost: when the answer is lost it is said that it may be there,
// and finding tells; a question that is lost has made nothing.
func TestKeepCreateLost(t *testing.T) {
	for _, bare := range []bool{false, true} {
		r := keeperRig(t, func(_ *zalo.Config, s *zalosim.Config) { s.BareGroups = bare })
		d := chat.Deed{Do: chat.DeedCreate, Name: "CTV", About: "Nhóm. LN-1", Mark: "LN-1", Room: 20, People: people(anh)}
		find := func() bool {
			g, ok, err := r.ch.Find(context.Background(), r.clock.now(), "LN-1")
			if err != nil || ok && (g.Name != "CTV" || len(g.In) != 1 || g.Until.IsZero()) {
				t.Errorf("found %+v, %v", g, err)
			}
			return ok
		}
		lose := func(path string) *chat.SendError {
			r.sim.Inject(func(f *zalosim.Faults) { f.LostCalls = []zalosim.Lost{{Path: path, Times: 1}} })
			_, e := r.keep(to("new/x"), d)
			return e
		}
		if e := lose("/v3.0/oa/quota/group"); e == nil || e.Reaction != chat.Retry || e.Maybe || find() {
			t.Errorf("lost the question: %v", e)
		}
		if e := lose("/v3.0/oa/group/creategroupwithoa"); e == nil || e.Reaction != chat.Retry || !e.Maybe || !find() {
			t.Errorf("lost the answer: %v", e)
		}
		r.sim.Inject(func(f *zalosim.Faults) { f.Down = true })
		if _, e := r.keep(to("new/x"), d); e == nil || e.Maybe {
			t.Errorf("down: %v", e)
		}
	}
}

// TestKeepInvite: who can be invited is, by as few calls as it takes, and who
// cannot is told.
func TestKeepInvite(t *testing.T) {
	r := keeperRig(t)
	group := r.made()
	r.sim.ForgetCalls()
	g, e := r.keep(group, chat.Deed{Do: chat.DeedInvite, People: people("f0", "f1", "f2", "f3", "f4", anh, "f1")})
	if e != nil || len(g.Left) != 0 || len(r.sim.Calls()) != 1 {
		t.Errorf("%+v %v, %d calls", g, e, len(r.sim.Calls()))
	}
	r.sim.Block("f2", true)
	g, e = r.keep(group, chat.Deed{Do: chat.DeedInvite, People: people("f0", "o1", "f2", "o2", "nobody")})
	if e != nil || !slices.Equal(g.Left, people("o1", "o2", "nobody")) { // f2 is in already
		t.Errorf("%+v %v", g, e)
	}
	if r.alerted("zalo_parameter") {
		t.Error("the operator was told of people who cannot be invited")
	}
	if in := r.sim.Groups()[0].Members; len(in) != 6 {
		t.Errorf("in it: %v", in)
	}
	r.sim.ExpireGroup(group.ID)
	if _, e = r.keep(group, chat.Deed{Do: chat.DeedInvite, People: people("f0")}); e == nil || e.Reaction != chat.Unreachable || e.Reason != "group_disabled" {
		t.Errorf("off: %v", e)
	}
}

// TestKeepLife: looking, letting in, sending away, renaming, renewing, deleting.
func TestKeepLife(t *testing.T) {
	r := keeperRig(t)
	group := r.made()
	do := func(d chat.Deed) chat.GroupState {
		t.Helper()
		g, e := r.keep(group, d)
		if e != nil {
			t.Fatalf("%s: %v", d.Do, e)
		}
		return g
	}
	for i := range 5 {
		r.sim.AddUser(fmt.Sprint("x", i), "Khách")
	}
	r.sim.GroupRules(group.ID, true, true)
	r.sim.AskToJoin(group.ID, "x1")
	r.sim.AskToJoin(group.ID, "x2")
	g := do(chat.Deed{Do: chat.DeedLook})
	if !slices.Equal(g.In, people(anh)) || len(g.Asked) != 2 || g.Asked[0] != (chat.Asking{Address: to("x1"), Name: "Khách"}) ||
		g.Members != 2 || g.Most != 100 || g.Off || !g.Until.Equal(time.Date(2027, 1, 23, 17, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v", g)
	}
	do(chat.Deed{Do: chat.DeedAccept, People: people("x1", "x4")}) // x4 has gone meanwhile
	do(chat.Deed{Do: chat.DeedReject, People: people("x2")})
	do(chat.Deed{Do: chat.DeedReject, People: people("x2")})
	if g = do(chat.Deed{Do: chat.DeedLook}); !slices.Equal(g.In, people(anh, "x1")) || len(g.Asked) != 0 {
		t.Errorf("%+v", g)
	}
	do(chat.Deed{Do: chat.DeedRemove, People: people("x1")})
	do(chat.Deed{Do: chat.DeedRemove, People: people("x1")})
	do(chat.Deed{Do: chat.DeedRename, Name: "Tên mới", About: "Khác"})
	r.sim.GroupRules(group.ID, false, false)
	if g = do(chat.Deed{Do: chat.DeedLook}); g.Name != "Tên mới" || g.About != "Khác" || g.Link != "" || len(g.In) != 1 {
		t.Errorf("%+v", g)
	}
	r.sim.ExpireGroup(group.ID)
	if g = do(chat.Deed{Do: chat.DeedLook}); !g.Off {
		t.Errorf("not off: %+v", g)
	}
	if _, e := r.keep(group, chat.Deed{Do: chat.DeedAsset, Room: 3}); e == nil || e.Reason != "no_asset" {
		t.Errorf("renewed with nothing: %v", e)
	}
	next := r.sim.BuyAsset("gmf50", began.AddDate(1, 0, 0))
	if g = do(chat.Deed{Do: chat.DeedAsset, Room: 3}); g.Off || g.Most != 50 || r.sim.Groups()[0].Asset != next {
		t.Errorf("renewed: %+v", g)
	}
	do(chat.Deed{Do: chat.DeedDelete})
	do(chat.Deed{Do: chat.DeedDelete})
	if g = do(chat.Deed{Do: chat.DeedLook}); !g.Gone {
		t.Errorf("not gone: %+v", g)
	}
}

// TestKeepLargeLists: lists are read to their end, page by page.
func TestKeepLargeLists(t *testing.T) {
	r := keeperRig(t)
	r.sim.BuyAsset("gmf1000", began.AddDate(0, 1, 0))
	g, e := r.keep(to("n"), chat.Deed{Do: chat.DeedCreate, Name: "Lớn", About: "a", Room: 500, People: people(anh)})
	if e != nil {
		t.Fatal(e)
	}
	var all []string
	for i := range 130 {
		id := fmt.Sprint("m", i)
		r.sim.Place(zalosim.Person{ID: id, Follower: true})
		all = append(all, id)
	}
	r.sim.ForgetCalls()
	if _, e = r.keep(g.Address, chat.Deed{Do: chat.DeedInvite, People: people(all...)}); e != nil || len(r.sim.Calls()) != 2 {
		t.Errorf("%v, %d calls", e, len(r.sim.Calls()))
	}
	if g, e = r.keep(g.Address, chat.Deed{Do: chat.DeedLook}); e != nil || len(g.In) != 131 {
		t.Errorf("%d in it: %v", len(g.In), e)
	}
	for i := range 70 {
		r.sim.CreateGroup(fmt.Sprint("Nhóm ", i))
	}
	if list, err := r.ch.Groups(context.Background(), r.clock.now()); err != nil || len(list) != 71 {
		t.Errorf("%d groups: %v", len(list), err)
	}
}

// TestGroupAsking: who asks to join is an event; who comes and goes is not.
func TestGroupAsking(t *testing.T) {
	for _, other := range []bool{false, true} {
		r := keeperRig(t, func(_ *zalo.Config, s *zalosim.Config) { s.GroupAliases = other })
		group := r.made()
		r.deliver()
		r.sim.GroupRules(group.ID, true, true)
		r.sim.AddUser("x", "Khách")
		r.sim.AskToJoin(group.ID, "x")
		if got := r.deliver(); len(got) != 1 || got[0].Kind != chat.KindGroupAsked || got[0].Chat != group || !got[0].From.IsZero() {
			t.Errorf("%+v", got)
		}
		_, _ = r.keep(group, chat.Deed{Do: chat.DeedAccept, People: people("x")})
		r.sim.LeaveGroup(group.ID, "x")
		_, _ = r.keep(group, chat.Deed{Do: chat.DeedRename, Name: "B"})
		_, _ = r.keep(group, chat.Deed{Do: chat.DeedDelete})
		if got := r.deliver(); len(got) != 1 || got[0].Kind != chat.KindGroupLeft {
			t.Errorf("%+v", got)
		}
		if n := r.counted("webhook_unknown_event"); n != 0 {
			t.Errorf("%d events of unknown names", n)
		}
	}
}
