package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"langnghe/drill"
)

// errBroke ends a drill in which an invariant broke.
var errBroke = errors.New("diễn tập thấy lỗi")

func drillCommand() *cobra.Command {
	var people, months, weeks, hours int
	var from, until string
	var without, onlyPeople []string
	var shrink time.Duration
	var seed uint64
	var trace string
	var faults, asJSON bool
	c := &cobra.Command{
		Use:   "drill",
		Short: "Diễn tập: cả thành phố trên đồng hồ ảo, có sự cố, từ một con số",
		Args:  exactly(0),
		RunE: func(c *cobra.Command, _ []string) error {
			if people < 1 || months < 0 || weeks < 0 || months+weeks == 0 {
				return usage{errors.New("--people, --months hoặc --weeks phải lớn hơn 0")}
			}
			begin, span := drill.Begin, time.Duration(weeks)*7*24*time.Hour
			switch {
			case hours > 0:
				span = time.Duration(hours) * time.Hour
			case weeks == 0:
				begin = time.Date(2026, 11, 1, 0, 0, 0, 0, drill.Begin.Location())
				span = begin.AddDate(0, months, 0).Sub(begin)
			}
			cfg := drill.Config{Seed: seed, People: people, Begin: begin, Span: span, Faults: faults, Only: onlyPeople, Without: without, Alone: true}
			if err := readTimes(&cfg, from, until); err != nil {
				return usage{err}
			}
			prog, err := newDrilled()
			if err != nil {
				return err
			}
			var history io.Writer
			if trace != "" {
				f, err := os.Create(trace)
				if err != nil {
					return err
				}
				defer f.Close() //nolint:errcheck // Run reports what cannot be written
				history = f
			}
			cfg.Trace, cfg.Tick = history, progress(c.ErrOrStderr(), cfg.Begin, span, asJSON)
			began := time.Now()
			r, err := drill.Run(c.Context(), cfg, prog)
			if err != nil {
				return err
			}
			r.Score.Took = time.Since(began)
			out := c.OutOrStdout()
			if asJSON {
				enc := json.NewEncoder(out)
				enc.SetIndent("", "  ")
				err = enc.Encode(r)
			} else {
				err = r.Write(out)
			}
			if err == nil && len(r.Broken) > 0 {
				err = errBroke
				if !asJSON {
					shorten(c, cfg, prog, r.Broken[0], shrink)
				}
			}
			return err
		},
	}
	f := c.Flags()
	f.IntVar(&people, "people", 6000, "số cộng tác viên")
	f.IntVar(&months, "months", 1, "số tháng, từ 1/11/2026")
	f.IntVar(&weeks, "weeks", 0, "số tuần, từ thứ Hai trước hạn nộp; thay cho --months")
	f.Uint64Var(&seed, "seed", 1, "con số sinh ra mọi điều ngẫu nhiên")
	f.BoolVar(&faults, "faults", false, "có sự cố: webhook lặp, mất, chậm; gửi lỗi; chương trình bị giết; đĩa đầy; đồng hồ lệch")
	f.IntVar(&hours, "hours", 0, "số giờ, từ thứ Hai trước hạn nộp; thay cho --weeks và --months")
	f.StringVar(&from, "begin", "", "ngày bắt đầu, ví dụ 2026-11-27")
	f.StringVar(&until, "until", "", "dừng ở lúc này, ví dụ 2026-11-12T08:00:00+07:00")
	f.StringSliceVar(&onlyPeople, "only-people", nil, "chỉ những cộng tác viên này làm việc, ví dụ c00003,c00017")
	f.StringSliceVar(&without, "without-faults", nil, "bỏ các loại sự cố này: "+strings.Join(drill.Mishaps(), ", "))
	f.DurationVar(&shrink, "shrink", time.Minute, "khi thấy lỗi: tìm lịch sử ngắn hơn trong bao lâu; 0 là không tìm")
	f.StringVar(&trace, "trace", "", "ghi lịch sử (mọi điều qua lại với hai nền tảng) vào tệp này")
	f.BoolVar(&asJSON, "json", false, "in kết quả cho máy đọc")
	mutantFlag(c)
	return c
}

// readTimes puts the moments of the flags into a configuration.
func readTimes(cfg *drill.Config, from, until string) (err error) {
	if from != "" {
		if cfg.Begin, err = time.ParseInLocation(time.DateOnly, from, drill.Begin.Location()); err != nil {
			return errors.New("--begin phải là ngày, ví dụ 2026-11-27")
		}
	}
	if until != "" {
		if cfg.Until, err = time.Parse(time.RFC3339, until); err != nil {
			return errors.New("--until phải là thời điểm, ví dụ 2026-11-12T08:00:00+07:00")
		}
	}
	return nil
}

// shorten prints the shortest history found that fails in the same way, and
// how to live it again.
func shorten(c *cobra.Command, cfg drill.Config, prog drill.Program, b drill.Broken, most time.Duration) {
	out, began := c.ErrOrStderr(), time.Now()
	best, runs := drill.Shrink(c.Context(), cfg, prog, b, func() bool { return time.Since(began) < most })
	acting := best.People
	if len(best.Only) > 0 {
		acting = len(best.Only)
	}
	kinds := 0
	if best.Faults {
		kinds = len(drill.Mishaps()) - len(best.Without)
	}
	fmt.Fprintf(out, "\nNgắn nhất tìm được sau %d lần thử: %d người, %d người làm việc, %d loại sự cố. Chạy lại:\n%s%s\n", runs, best.People, acting, kinds, best.Command(), mutantArgs())
}

// progress draws a bar on a terminal's error output as the city's time goes on.
func progress(out io.Writer, begin time.Time, span time.Duration, off bool) func(time.Time) {
	f, ok := out.(*os.File)
	if !ok || off {
		return nil
	}
	if st, err := f.Stat(); err != nil || st.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	last := -1
	return func(now time.Time) {
		at := int(now.Sub(begin) * 50 / span)
		if at == last || at > 50 {
			return
		}
		last = at
		fmt.Fprintf(out, "\r[%-50s] %s", "##################################################"[:at], now.In(begin.Location()).Format("02/01 15:04"))
		if at == 50 {
			fmt.Fprintln(out)
		}
	}
}
