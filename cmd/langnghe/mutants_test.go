//go:build mutant

package main

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"langnghe/drill"
	"langnghe/internal/mutant"
)

var only = flag.String("mutant", "", "only this deliberate fault")

// mutantSeeds is how many seeds a fault may take to be found.
const mutantSeeds = 8

// The cities that live with faults.
var (
	hundred  = drill.Config{People: 100, Span: aWeek, Faults: true}
	many     = drill.Config{People: 200, Span: aWeek, Faults: true}
	monthEnd = drill.Config{People: 200, Span: aWeek, Faults: true, Begin: time.Date(2026, 11, 27, 0, 0, 0, 0, drill.Begin.Location())}
	alone    = drill.Config{People: 40, Span: aWeek, Alone: true} // what is killed gives back what it holds
)

// caught says in which city a fault must be found, and by which invariant.
var caught = map[mutant.Fault]struct {
	city      drill.Config
	invariant string
}{
	mutant.SkipDedup:      {hundred, "tin đã nhận được xử lý đúng một lần"},
	mutant.AckEarly:       {hundred, "tin đã nhận được xử lý đúng một lần"},
	mutant.CommitLate:     {many, "không nói một điều hai lần"},
	mutant.ForgetFired:    {hundred, "chương trình chạy tiếp"},
	mutant.LoseRow:        {hundred, "việc khẩn được nhận hoặc lên cấp đúng giờ"},
	mutant.OutOfOrder:     {hundred, "hỏi trước được trả lời trước"},
	mutant.MaskLate:       {hundred, "dữ liệu riêng của người dân không ra ngoài"},
	mutant.IgnoreWait:     {hundred, "không vượt mức gửi của nền tảng"},
	mutant.UseUnsaved:     {hundred, "mã truy cập đã dùng thì không mất"},
	mutant.WrongMonth:     {monthEnd, "báo cáo vào đúng đơn vị, đúng tháng"},
	mutant.DropDraft:      {hundred, "báo cáo xong được lưu đúng một lần, đúng lời"},
	mutant.ClimbAside:     {hundred, "không ai đọc lời ngoài quyền của mình"},
	mutant.CountWithdrawn: {hundred, "số liệu khớp khi đếm lại"},
	mutant.SendParked:     {many, "không vượt mức gửi của nền tảng"},
	mutant.RingTwice:      {hundred, "không nói một điều hai lần"},
	mutant.IgnoreQuiet:    {many, "giờ nghỉ không nhắn chủ động"},
	mutant.NameInGroup:    {hundred, "nhóm không thấy tên, không thấy lời"},
	mutant.NameAbove:      {hundred, "tên người báo không ra khỏi đơn vị"},
	mutant.RemindDone:     {many, "ai còn nợ đều được nhắc, ai đã gửi thì không"},
	mutant.LeaveSending:   {hundred, "không việc tới hạn nào bị bỏ"},
	mutant.NeverClimb:     {hundred, "việc khẩn được nhận hoặc lên cấp đúng giờ"},
	mutant.PhotoAbove:     {many, "ảnh chỉ tới người có quyền, đúng báo cáo"},
	mutant.FileInParent:   {hundred, "báo cáo vào đúng đơn vị, đúng tháng"},
	mutant.KeepAll:        {alone, "bộ nhớ và goroutine không phình"},
	mutant.KeepGoroutines: {alone, "bộ nhớ và goroutine không phình"},
	mutant.KeepOldWords:   {many, "tin sửa lại thì bản nháp, báo cáo sửa theo"},
	mutant.CountLeft:      {many, "số liệu khớp khi đếm lại"},
	mutant.TellLeft:       {many, "ai rút đồng ý thì không nhắn, không nhận, không đếm"},
	mutant.RepeatUnsure:   {many, "không nói một điều hai lần"},
}

// TestMutants lets cities live with a program that has a deliberate fault: one
// of the first seeds must show it, by the invariant that it breaks, and the same
// seed must not break it without the fault.
func TestMutants(t *testing.T) {
	prog, err := newDrilled()
	if err != nil {
		t.Fatal(err)
	}
	healthy := map[string]bool{}
	breaks := func(t *testing.T, f mutant.Fault, cfg drill.Config, invariant string) bool {
		if err := mutant.Choose(f); err != nil {
			t.Fatal(err)
		}
		cfg.StopAt = invariant
		r, err := drill.Run(context.Background(), cfg, prog)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range r.Broken {
			t.Logf("seed %d: %s: %s", cfg.Seed, b.Name, b.What)
		}
		return slices.ContainsFunc(r.Broken, func(b drill.Broken) bool { return b.Name == invariant })
	}
	var table strings.Builder
	for _, f := range mutant.All {
		if *only != "" && *only != string(f) {
			continue
		}
		t.Run(string(f), func(t *testing.T) {
			want, ok := caught[f]
			if !ok {
				t.Fatal("nobody says how this fault is found")
			}
			cfg, began := want.city, time.Now()
			for cfg.Seed = 1; cfg.Seed <= mutantSeeds; cfg.Seed++ {
				if !breaks(t, f, cfg, want.invariant) {
					continue
				}
				key := fmt.Sprint(cfg, want.invariant)
				if !healthy[key] && breaks(t, "", cfg, want.invariant) {
					t.Fatal("it breaks without the fault, too")
				}
				healthy[key] = true
				fmt.Fprintf(&table, "| `%s` | %s | %d |\n", f, want.invariant, cfg.Seed)
				fmt.Printf("%-20s %-48s seed %d  %s\n", f, want.invariant, cfg.Seed, time.Since(began).Round(time.Second))
				return
			}
			t.Errorf("no seed up to %d shows it", mutantSeeds)
		})
	}
	fmt.Printf("\n| fault | found by | seeds |\n|---|---|---|\n%s", table.String())
}
