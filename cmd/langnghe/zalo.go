package main

import (
	"bufio"
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"langnghe/bot"
	"langnghe/zalo"
)

func zaloCommand() *cobra.Command {
	group := &cobra.Command{
		Use: "zalo", Short: "Zalo OA: cấp quyền cho ứng dụng, nhóm của OA, tiền tin mẫu",
		RunE: func(*cobra.Command, []string) error {
			return usage{errors.New("cần một việc: zalo authorize, zalo group hoặc zalo costs")}
		},
	}
	var where location
	var listen string
	c := &cobra.Command{
		Use:   "authorize",
		Short: "Lấy khóa của OA: mở liên kết, quản trị viên OA đồng ý, dán địa chỉ trả về",
		Args:  exactly(0),
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, problems := loadConfig(where.file(), os.Environ())
			if len(problems) > 0 {
				return problemsError(problems)
			}
			return authorize(c.Context(), authorization{
				cfg: cfg, in: c.InOrStdin(), out: c.OutOrStdout(), random: rand.Reader, listen: listen,
				do: func(ctx context.Context, t task) (string, error) { return askNew(ctx, cfg, t) },
			})
		},
	}
	where.flags(c)
	c.Flags().StringVar(&listen, "listen", "", "nghe ở ĐỊA_CHỈ:CỔNG để tự nhận mã thay vì dán, ví dụ 127.0.0.1:8081")
	group.AddCommand(c, zaloGroupCommand(), zaloCostsCommand(), zaloTemplateCommand())
	return group
}

// authorization is one run of `zalo authorize`.
type authorization struct {
	cfg    *config
	in     io.Reader
	out    io.Writer
	random io.Reader
	listen string // "" to have the address pasted
	do     func(context.Context, task) (string, error)
}

// authorize gets a pair of tokens: it shows the link, waits for what Zalo
// sends the administrator back with, and has the node trade it. What was
// granted before and could not be checked is taken up first.
func authorize(ctx context.Context, a authorization) error {
	z := a.cfg.Zalo
	if z.AppID == "" || z.OAID == "" {
		return errors.New("chưa có khóa Zalo: hãy đặt zalo.app_id, zalo.app_secret, zalo.oa_id, zalo.oa_secret_key trong cấu hình")
	}
	if z.RedirectURL == "" {
		return errors.New("chưa biết địa chỉ quay về: hãy đặt server.public_url hoặc zalo.redirect_url, và khai đúng địa chỉ ấy ở trang ứng dụng")
	}
	text, err := a.do(ctx, task{Do: "zalo resume"})
	if err != nil || text != "" {
		return a.said(text, err)
	}
	verifier := string(z.CodeVerifier)
	if verifier == "" {
		if verifier, err = zalo.RandomWord(a.random, zalo.VerifierLength); err != nil {
			return err
		}
	}
	state, err := zalo.RandomWord(a.random, 22)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "Quản trị viên của OA mở liên kết này trên máy đã đăng nhập Zalo, chọn OA %s và đồng ý:\n\n%s\n\n",
		z.OAID, zalo.PermissionLink(z, verifier, state))
	fmt.Fprintf(a.out, "Địa chỉ quay về phải được khai đúng ở trang ứng dụng (mục Official Account): %s\n", z.RedirectURL)
	var back zalo.Callback
	if a.listen != "" {
		back, err = awaitCallback(ctx, a, state)
	} else {
		back, err = readPasted(a, state)
	}
	if err != nil {
		return err
	}
	text, err = a.do(ctx, task{Do: "zalo authorize", Args: map[string]string{
		"code": back.Code, "oa_id": back.OAID, "verifier": verifier,
	}})
	return a.said(text, err)
}

func (a authorization) said(text string, err error) error {
	if text != "" {
		fmt.Fprintln(a.out, text)
	}
	return err
}

// oauthCode finds one of the token endpoint's codes in what was pasted: Zalo's
// own page shows it in place of going back.
var oauthCode = regexp.MustCompile(`-140\d\d\b`)

// readPasted asks for the address until it is of use.
func readPasted(a authorization, state string) (zalo.Callback, error) {
	fmt.Fprintln(a.out, "Trình duyệt sẽ chuyển tới một trang có thể báo lỗi; không sao. Chép cả địa chỉ trên thanh địa chỉ (hoặc riêng phần code), dán vào đây rồi Enter:")
	lines := bufio.NewScanner(a.in)
	for lines.Scan() {
		line := lines.Text()
		if code, err := strconv.Atoi(oauthCode.FindString(line)); err == nil {
			fmt.Fprintln(a.out, oauthWords(code, a.cfg.Zalo))
			continue
		}
		back, err := zalo.ReadCallback(line, state)
		switch {
		case err == nil:
			return back, nil
		case errors.Is(err, zalo.ErrOtherLink):
			fmt.Fprintln(a.out, "Địa chỉ này là của một liên kết khác (lần chạy trước?). Hãy mở đúng liên kết ở trên rồi dán lại:")
		default:
			fmt.Fprintln(a.out, "Không thấy mã (code=…) trong dòng vừa dán. Xin dán lại cả địa chỉ:")
		}
	}
	return zalo.Callback{}, cmp.Or(lines.Err(), errors.New("chưa nhận được địa chỉ nào, khóa chưa đổi"))
}

// zaloChannel is the OA's channel: the running one, or one for this task when
// the node runs no channels.
func (n *node) zaloChannel() (*zalo.Channel, error) {
	for _, c := range n.channels {
		if z, ok := c.(*zalo.Channel); ok {
			return z, nil
		}
	}
	return zalo.Open(n.cfg.Zalo, n.channelEnv(zalo.Name))
}

func (n *node) opZaloResume(ctx context.Context, _ map[string]string) (string, error) {
	c, err := n.zaloChannel()
	if err != nil {
		return "", err
	}
	oa, ok, err := c.Resume(ctx, n.env.Now())
	if !ok {
		return "", nil
	}
	return n.authorized(ctx, oa, err)
}

func (n *node) opZaloAuthorize(ctx context.Context, args map[string]string) (string, error) {
	c, err := n.zaloChannel()
	if err != nil {
		return "", err
	}
	oa, err := c.Authorise(ctx, n.env.Now(), zalo.Callback{Code: args["code"], OAID: args["oa_id"]}, zalo.Secret(args["verifier"]))
	return n.authorized(ctx, oa, err)
}

// authorized says how an authorization ended.
func (n *node) authorized(ctx context.Context, oa zalo.OA, err error) (string, error) {
	var ge *zalo.GrantError
	if errors.As(err, &ge) {
		return "", errors.New(grantWords(ge, n.cfg.Zalo))
	}
	if err != nil {
		return "", err
	}
	err = n.store.Update(ctx, func(tx bot.Tx) error {
		_, err := tx.Apply(bot.Change{Audit: []bot.Audit{{At: n.env.Now(), Who: "operator", What: "zalo_authorize", On: "zalo"}}})
		return err
	})
	text := "Xong: đã nhận khóa của OA “" + oa.Name + "”. Máy chủ đang chạy dùng ngay, không cần khởi động lại."
	if !oa.Verified {
		text += "\nLưu ý: OA chưa được xác thực, Zalo sẽ từ chối hầu hết việc gửi tin."
	}
	if oa.Package != "" {
		text += "\nGói: " + oa.Package + untilDay(oa.Ends, n.cfg.Zone)
	}
	return text, err
}

// untilDay names the last day before end.
func untilDay(end time.Time, zone *time.Location) string {
	if end.IsZero() {
		return ""
	}
	return ", đến hết ngày " + end.Add(-time.Minute).In(zone).Format("02/01/2006")
}

// grantWords says what went wrong with an authorization and what to do.
func grantWords(e *zalo.GrantError, z zalo.Config) string {
	switch {
	case e.Lost:
		return "Không nhận được trả lời của Zalo, mã có thể đã dùng mất. Hãy chạy lại lệnh để lấy liên kết mới."
	case e.Step == zalo.StepOtherOA:
		return "Quản trị viên đã chọn một OA khác. Hãy chạy lại lệnh và chọn OA có mã " + z.OAID + " (hoặc sửa zalo.oa_id). Khóa đang dùng không đổi."
	case e.Step == zalo.StepStore:
		return "Zalo đã cấp khóa nhưng không ghi được vào kho dữ liệu. Hãy xem ổ đĩa còn chỗ không rồi chạy lại lệnh; khóa cũ có thể không còn dùng được."
	case e.Step == zalo.StepVerify && e.Code != 0:
		return fmt.Sprintf("Đã giữ khóa mới trong kho nhưng Zalo không cho xem OA (mã lỗi %d). Hãy kiểm tra quyền của ứng dụng và gói của OA, rồi chạy lại lệnh này; chưa cần mở lại liên kết.", e.Code)
	case e.Step == zalo.StepVerify:
		return "Đã giữ khóa mới trong kho nhưng chưa hỏi được Zalo khóa thuộc OA nào. Ít phút nữa hãy chạy lại lệnh này; chưa cần mở lại liên kết."
	}
	return oauthWords(e.Code, z)
}

// oauthWords says what a code of the token endpoint asks of the operator.
func oauthWords(code int, z zalo.Config) string {
	switch code {
	case -14002:
		return "Zalo không nhận mã ứng dụng (-14002): kiểm tra zalo.app_id và việc kích hoạt ứng dụng trên developers.zalo.me; ứng dụng chưa kích hoạt thì chỉ quản trị viên của ứng dụng cấp quyền được."
	case -14003:
		return "Địa chỉ quay về không khớp (-14003): ở trang ứng dụng, mục Official Account, hãy khai đúng " + z.RedirectURL + ", hoặc sửa zalo.redirect_url."
	case -14004:
		return "Khóa ứng dụng sai (-14004): hãy chép lại zalo.app_secret từ trang ứng dụng; đó không phải access token, cũng không phải OA Secret Key."
	case -14012, -14024, -14029:
		return fmt.Sprintf("Ứng dụng chưa được duyệt hoặc thiếu quyền (%d): ở trang ứng dụng hãy thêm Official Account API, liên kết OA và chọn đủ quyền, rồi chạy lại lệnh.", code)
	case -14014:
		return "Zalo không nhận khóa làm mới nữa (-14014): hãy chạy lại lệnh để lấy liên kết mới."
	}
	return fmt.Sprintf("Zalo không đổi mã lấy khóa (mã lỗi %d). Mã chỉ sống 10 phút và dùng một lần: hãy chạy lại lệnh để lấy liên kết mới. Nếu vẫn lỗi, Code Challenge ghi ở trang ứng dụng phải ứng với zalo.code_verifier.", code)
}
