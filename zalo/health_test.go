package zalo_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"langnghe/zalo"
	"langnghe/zalo/zalosim"
)

func (r *rig) step() (time.Time, error) {
	r.t.Helper()
	next, _, err := r.ch.Step(context.Background(), r.clock.now())
	return next, err
}

func TestHealthIsAskedDaily(t *testing.T) {
	r := newRig(t)
	for range 30 {
		if _, err := r.step(); err != nil {
			t.Fatal(err)
		}
		r.clock.pass(8 * time.Hour)
	}
	if n := r.counted("health_ok"); n != 10 {
		t.Errorf("asked %d times in ten days", n)
	}
	oa, at := r.ch.State()
	want := zalo.OA{Name: "OA mô phỏng", Verified: true, Package: "Nâng cao", Ends: time.Date(2027, 12, 31, 17, 0, 0, 0, time.UTC)}
	if oa.Ends = oa.Ends.UTC(); oa != want || !at.Equal(began.Add(9*24*time.Hour)) {
		t.Errorf("%+v at %v", oa, at)
	}
}

// The package's end is told once at each step nearer, and daily once it is over.
func TestPackageEnds(t *testing.T) {
	r := newRig(t)
	r.sim.ChangeOA(func(o *zalosim.OA) { o.Ends = "23/12/2026" }) // through that day in Hanoi
	told := map[string]int{}                                      // day of the first alert
	for day := range 34 {
		if _, err := r.step(); err != nil {
			t.Fatal(err)
		}
		for _, k := range r.alerts {
			if _, ok := told[k]; !ok {
				told[k] = day
			}
		}
		r.clock.pass(24 * time.Hour)
	}
	// began is the morning of 23 November; the first moment without the package is 31 days less 8 hours on.
	if told["zalo_package_ends_14"] != 17 || told["zalo_package_ends_7"] != 24 || told["zalo_package_ends_1"] != 30 || told["zalo_package"] != 31 {
		t.Error(told)
	}
	if n := len(slices.DeleteFunc(slices.Clone(r.alerts), func(k string) bool { return k == "zalo_package" })); n != 3 {
		t.Errorf("%d warnings before the end: %v", n, r.alerts)
	}
	// Renewed: the next year's end is told again.
	r.alerts = nil
	r.sim.ChangeOA(func(o *zalosim.OA) { o.Ends = "02/01/2027" })
	if _, err := r.step(); err != nil || !r.alerted("zalo_package_ends_7") {
		t.Error(err, r.alerts)
	}
}

func TestHealthFindings(t *testing.T) {
	for name, tc := range map[string]struct {
		do    func(r *rig)
		alert string
		fails bool
	}{
		"unverified":        {func(r *rig) { r.sim.ChangeOA(func(o *zalosim.OA) { o.Verified = false }) }, "zalo_oa_unverified", false},
		"refused -224":      {func(r *rig) { r.refuse("/v2.0/oa/getoa", -224) }, "zalo_package", true},
		"refused -221":      {func(r *rig) { r.refuse("/v2.0/oa/getoa", -221) }, "zalo_oa_unverified", true},
		"refused -204":      {func(r *rig) { r.refuse("/v2.0/oa/getoa", -204) }, "zalo_oa_deleted", true},
		"no date, no alarm": {func(r *rig) { r.sim.ChangeOA(func(o *zalosim.OA) { o.Ends = "" }) }, "", false},
		"away":              {func(r *rig) { r.sim.Inject(func(f *zalosim.Faults) { f.Unavailable = 1 }) }, "", true},
	} {
		r := newRig(t)
		tc.do(r)
		next, err := r.step()
		if (err != nil) != tc.fails || tc.alert != "" && !r.alerted(tc.alert) || tc.alert == "" && len(r.alerts) > 0 {
			t.Errorf("%s: %v, alerts %v", name, err, r.alerts)
		}
		if tc.fails && next != began.Add(time.Hour) {
			t.Errorf("%s: asked again at %v", name, next)
		}
	}
}

// refuse lets one path answer with a code.
func (r *rig) refuse(path string, code int) {
	r.sim.Inject(func(f *zalosim.Faults) { f.Codes = append(f.Codes, zalosim.Code{Code: code, Times: 99, Path: path}) })
}

// A token of another OA, put into the configuration by hand.
func TestHealthOfAnotherOA(t *testing.T) {
	r := newRig(t)
	r.cfg.OAID = "777"
	r.ch = r.open()
	if _, err := r.step(); err != nil || !r.alerted("zalo_other_oa") {
		t.Error(err, r.alerts)
	}
	if _, at := r.ch.State(); !at.IsZero() {
		t.Error("another OA's standing is shown as ours")
	}
}

// The token is renewed and the OA asked with an expired token in hand.
func TestHealthWithAnExpiredToken(t *testing.T) {
	r := ready(t)
	r.sim.ExpireToken()
	if _, err := r.step(); err != nil || r.counted("health_ok") != 1 || r.sim.Refreshes() != 2 {
		t.Error(err, r.counts)
	}
}

// A clock that leapt ahead and was put back does not silence the question.
func TestHealthAfterAClockJump(t *testing.T) {
	r := newRig(t)
	if _, err := r.step(); err != nil {
		t.Fatal(err)
	}
	r.clock.pass(20 * 24 * time.Hour)
	if _, err := r.step(); err != nil {
		t.Fatal(err)
	}
	r.clock.pass(-20 * 24 * time.Hour)
	if _, err := r.step(); err != nil || r.counted("health_ok") != 3 {
		t.Error(err, r.counts)
	}
}
