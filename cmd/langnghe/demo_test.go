package main

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/org"
	"langnghe/web"
)

// demoRun is the demo as the command starts it, without its page and its loops.
func demoRun(t *testing.T, data string) (c *demoCity, end func()) {
	t.Helper()
	c, err := newDemoCity()
	if err != nil {
		t.Fatal(err)
	}
	hooks, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := c.configure(data, hooks.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if err := c.restoreClock(data); err != nil {
		t.Fatal(err)
	}
	n, err := openNode(cfg, nodeEnv{Now: c.now, Log: (&logBook{}).logger(), NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	c.node = n
	if err := c.settle(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	if err := c.restorePhones(data); err != nil {
		t.Fatal(err)
	}
	return c, func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
		c.close()
		_ = hooks.Close()
	}
}

// TestDemoKeepsPhones: a second run with the same folder shows the phones as
// they were, what was read as read, and its clock does not go back.
func TestDemoKeepsPhones(t *testing.T) {
	data := t.TempDir()
	c, end := demoRun(t, data)
	who := c.cast()[1].person.ID
	for _, platform := range []string{"zalo", "telegram"} {
		if err := c.Act(t.Context(), platform, who, web.ActStart, ""); err != nil {
			t.Fatal(err)
		}
		if err := c.Send(t.Context(), platform, who, "báo cáo"); err != nil {
			t.Fatal(err)
		}
	}
	for _, platform := range []string{"zalo", "telegram"} {
		if err := c.Attach(t.Context(), platform, who, "photo", "ngập"); err != nil {
			t.Fatal(err)
		}
	}
	room := func(platform string) web.Chat {
		all := c.Chats(platform)
		return all[slices.IndexFunc(all, func(x web.Chat) bool { return x.Group })]
	}
	for platform, act := range map[string]web.Act{"zalo": web.ActAssetEnds, "telegram": web.ActBotKick} {
		if err := c.Act(t.Context(), platform, room(platform).ID, act, ""); err != nil {
			t.Fatal(err)
		}
	}
	c.ahead.Store(int64(48 * time.Hour))
	over, stop := context.WithCancel(t.Context())
	stop()
	if err := c.keepPhones(over, data); err != nil {
		t.Fatal(err)
	}
	before, at := c.Bubbles("zalo", who), c.now()
	end()

	c, end = demoRun(t, data)
	defer end()
	for _, platform := range []string{"zalo", "telegram"} {
		b := c.Bubbles(platform, who)
		if len(b) < 2 || b[len(b)-2].Text != "báo cáo" || !b[len(b)-2].Mine || b[len(b)-1].Text != "ngập" {
			t.Fatalf("%s shows %+v", platform, b)
		}
		if f, err := c.File(platform, who, b[len(b)-1].Files[0].ID); err != nil || f.Type != "image/jpeg" {
			t.Errorf("%s, the photo: %s %v", platform, f.Type, err)
		}
		if r := room(platform).Room; !r.Out || len(r.Members) < 3 {
			t.Errorf("%s, the group: %+v", platform, r)
		}
	}
	if b := c.Bubbles("zalo", who); len(b) != len(before) || b[len(b)-1].ID != before[len(before)-1].ID {
		t.Error("another phone")
	}
	if c.now().Before(at) {
		t.Error("the clock went back")
	}
	again, err := c.phones()
	if err != nil {
		t.Fatal(err)
	}
	if kept, err := os.ReadFile(filepath.Join(data, phonesFile)); err != nil || !bytes.Equal(kept, again) {
		t.Errorf("what is kept changes by being restored (%v)", err)
	}
}

// TestDemoPhonesBroken: a file that cannot be read is said, with what to do.
func TestDemoPhonesBroken(t *testing.T) {
	data := t.TempDir()
	if err := os.WriteFile(filepath.Join(data, phonesFile), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := &demoCity{}
	if err := c.restoreClock(data); err == nil || !strings.Contains(err.Error(), "xóa tệp này") {
		t.Errorf("got %v", err)
	}
}

// TestDemoSections: everybody stands under what he is.
func TestDemoSections(t *testing.T) {
	c, end := demoRun(t, t.TempDir())
	defer end()
	of := map[string][]string{}
	for _, ch := range c.Chats("zalo") {
		of[ch.Section] = append(of[ch.Section], ch.Subtitle)
	}
	for _, s := range of[web.SectionCity] {
		if !strings.Contains(s, "Hà Nội") {
			t.Errorf("under the city: %s", s)
		}
	}
	if len(of[sectionAdmin]) == 0 || !strings.Contains(of[sectionAdmin][0], "Phường Ba Đình") {
		t.Errorf("admins: %v", of[sectionAdmin])
	}
	for _, s := range []string{web.SectionCollaborators, web.SectionViceChairs, web.SectionCity, web.SectionGroups, web.SectionStrangers} {
		if len(of[s]) == 0 {
			t.Errorf("nobody under %s", s)
		}
	}
}

// TestDemoLinked: two residents who became one are still one when the demo is
// started again in the same folder.
func TestDemoLinked(t *testing.T) {
	data := t.TempDir()
	c, end := demoRun(t, data)
	var zalo, tg resident
	for _, r := range c.people {
		if len(r.posts) == 0 || r.posts[0].Role != org.Collaborator {
			continue
		}
		if r.zaloOn && !r.tgOn && zalo.person.ID == "" {
			zalo = r
		}
		if r.tgOn && !r.zaloOn && tg.person.ID == "" {
			tg = r
		}
	}
	if zalo.person.ID == "" || tg.person.ID == "" {
		t.Fatal("nobody in the demo is on one platform only")
	}
	err := c.node.store.Update(t.Context(), func(tx bot.Tx) error {
		p, _ := tx.Person(zalo.person.ID)
		q, _ := tx.Person(tg.person.ID)
		p.Chats = append(p.Chats, q.Chats...)
		_, err := tx.Apply(bot.Change{People: []org.Person{{ID: q.ID, Into: p.ID, FileEntry: q.FileEntry}, p}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	end()
	c, end = demoRun(t, data)
	defer end()
	err = c.node.store.View(t.Context(), func(v bot.View) error {
		p, _ := v.Person(zalo.person.ID)
		for _, a := range p.Chats {
			if who, _ := v.PersonAt(a); who.ID != p.ID {
				t.Errorf("%s is %s's again", a.Channel, who.ID)
			}
		}
		if len(p.Chats) != 2 {
			t.Errorf("%d chats", len(p.Chats))
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
