package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"langnghe/sample"
	"langnghe/web"
)

func demoCommand() *cobra.Command {
	var listen, data string
	c := &cobra.Command{
		Use:   "demo",
		Short: "Chạy thử: máy chủ thật, hai nền tảng mô phỏng, một thành phố mẫu",
		Args:  exactly(0),
		RunE: func(c *cobra.Command, _ []string) error {
			return demo(c.Context(), listen, data, c.OutOrStdout())
		},
	}
	c.Flags().StringVar(&listen, "listen", "127.0.0.1:8090", "địa chỉ trang chạy thử (chỉ trên máy này)")
	c.Flags().StringVar(&data, "data", "", "thư mục giữ dữ liệu; để trống thì dùng thư mục tạm và xóa khi thoát")
	return c
}

// demoConfig is the demo's settings: the simulators' own credentials, which
// open nothing anywhere else.
const demoConfig = `# Cấu hình của bản chạy thử: hai nền tảng mô phỏng trên máy này.
help_contact: "Mặt trận xã, phường nơi ở"
server:
  listen: %q
  admin_listen: "127.0.0.1:0"
  public_url: %q
  stop_timeout: 5s
log:
  level: warn
store:
  url: "bolt:langnghe.db"
org:
  file: org.yaml
telegram:
  token: "100200300:DEMO-token-of-the-simulator"
  webhook_secret: "demo-webhook-secret"
  api_url: %q
zalo:
  app_id: %q
  app_secret: "demo-app-secret"
  oa_id: "2961837450127733009"
  oa_secret_key: "demo-oa-secret-key"
  refresh_token: "demo-refresh-token"
  oa_name: "Lắng Nghe – Mặt trận"
  group_admin: ["9100000000000000001"]
  contact_image: "https://oa.example/so-dien-thoai.png"
  api_url: %q
  oauth_url: %q
`

// demo runs the whole product on loopback until ctx ends. Every tap on the
// page goes page, simulator, signed webhook, server, platform API, simulator,
// page: the path of production. It takes no settings from the environment, so
// no real token can get in.
func demo(ctx context.Context, listen, data string, out io.Writer) (err error) {
	if host, _, e := net.SplitHostPort(listen); e != nil || !loopback(host) {
		return usage{fmt.Errorf("--listen %s: bản chạy thử chỉ mở trên máy này, ví dụ 127.0.0.1:8090", listen)}
	}
	fleeting := data == ""
	if fleeting {
		if data, err = os.MkdirTemp("", "langnghe-demo-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(data)) }()
	} else if err := os.MkdirAll(data, 0o700); err != nil {
		return err
	}
	page, err := net.Listen("tcp", listen)
	if err != nil {
		return fmt.Errorf("--listen: %w", err)
	}
	defer page.Close()
	city, err := newDemoCity()
	if err != nil {
		return err
	}
	defer city.close()
	hooks, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	cfg, err := city.configure(data, hooks.Addr().String())
	if err != nil {
		return errors.Join(err, hooks.Close())
	}
	if fleeting {
		cfg.LogLevel = "error" // a folder that goes at the end has no key worth a warning
	}
	log := newLog(cfg.LogLevel, cfg.LogFormat)
	if err := city.restoreClock(data); err != nil {
		return errors.Join(err, hooks.Close())
	}
	n, err := openNode(cfg, nodeEnv{Now: city.now, Log: log})
	if err != nil {
		return errors.Join(err, hooks.Close())
	}
	if err := errors.Join(city.settle(ctx, n), city.restorePhones(data)); err != nil {
		return errors.Join(err, hooks.Close(), n.Close())
	}
	s := &sockets{public: hooks}
	if s.admin, err = net.Listen("tcp", cfg.AdminListen); err != nil {
		return errors.Join(err, hooks.Close(), n.Close())
	}
	if s.operator, err = listenOperator(cfg.socket()); err != nil {
		s.close()
		return errors.Join(err, n.Close())
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	city.node = n
	go city.live(ctx)
	kept := make(chan error, 1)
	go func() { kept <- city.keepPhones(ctx, data) }()
	srv := &http.Server{
		Handler:           measured(web.Phones(city, log), newAllowance(3000, time.Now), n.meters.counter("demo")),
		ReadHeaderTimeout: 5 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	go func() { _ = srv.Serve(page) }()
	fmt.Fprintf(out, "Lắng Nghe chạy thử: http://%s\n", page.Addr())
	fmt.Fprintln(out, "Mở địa chỉ trên bằng trình duyệt. Nhấn Ctrl+C để dừng.")
	err = n.serve(ctx, s)
	stop()
	bounded, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	return errors.Join(err, srv.Shutdown(bounded), <-kept)
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// configure writes the data folder's config.yaml and org.yaml, so that the
// operator's tools work on it, and reads them back as serve would.
func (c *demoCity) configure(data, hooks string) (*config, error) {
	base := "http://" + hooks
	text := fmt.Sprintf(demoConfig, hooks, base, c.telegramURL, c.appID, c.zaloURL, c.zaloURL)
	file := filepath.Join(data, "config.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return nil, err
	}
	orgFile := filepath.Join(data, "org.yaml")
	if _, err := os.Stat(orgFile); errors.Is(err, os.ErrNotExist) {
		if err := os.WriteFile(orgFile, sample.Org, 0o600); err != nil {
			return nil, err
		}
	}
	cfg, problems := loadConfig(file, nil)
	if len(problems) > 0 {
		return nil, problemsError(problems)
	}
	return cfg, nil
}
