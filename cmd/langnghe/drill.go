package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"langnghe/drill"
)

// errBroke ends a drill in which an invariant broke.
var errBroke = errors.New("diễn tập thấy lỗi")

func drillCommand() *cobra.Command {
	var people, months, weeks int
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
			if weeks == 0 {
				begin = time.Date(2026, 11, 1, 0, 0, 0, 0, drill.Begin.Location())
				span = begin.AddDate(0, months, 0).Sub(begin)
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
			bar := progress(c.ErrOrStderr(), begin, span, asJSON)
			began := time.Now()
			r, err := drill.Run(c.Context(), drill.Config{Seed: seed, People: people, Begin: begin, Span: span, Faults: faults, Trace: history, Tick: bar, Alone: true}, prog)
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
	f.StringVar(&trace, "trace", "", "ghi lịch sử (mọi điều qua lại với hai nền tảng) vào tệp này")
	f.BoolVar(&asJSON, "json", false, "in kết quả cho máy đọc")
	mutantFlag(c)
	return c
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
