package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

func storeCommand() *cobra.Command {
	group := &cobra.Command{
		Use: "store", Short: "Kho dữ liệu: kiểm tra, sao lưu, cứu",
		RunE: func(*cobra.Command, []string) error {
			return usage{errors.New("cần một việc: store check, store mend, store aside TỆP, store salvage hoặc store backup TỆP")}
		},
	}
	add := func(do, short string, args int) {
		var where location
		use := do
		if args > 0 {
			use += " TỆP"
		}
		c := &cobra.Command{Use: use, Short: short, Args: exactly(args), RunE: func(c *cobra.Command, files []string) error {
			cfg, problems := loadConfig(where.file(), os.Environ())
			if len(problems) > 0 {
				return problemsError(problems)
			}
			t := task{Do: "store " + do, Args: map[string]string{}}
			if len(files) > 0 {
				abs, err := filepath.Abs(files[0])
				if err != nil {
					return err
				}
				t.Args["file"] = abs
			}
			text, err := ask(c.Context(), cfg, t)
			if text != "" {
				fmt.Fprintln(c.OutOrStdout(), text)
			}
			return err
		}}
		where.flags(c)
		group.AddCommand(c)
	}
	add("check", "Đọc lại mọi bản ghi và chỉ mục", 0)
	add("backup", "Chép kho đang chạy ra một tệp (nhớ chép cả thư mục .keys, .media và tệp khóa)", 1)
	add("salvage", "Gạt riêng tin đã nhận mà không mở được, để các tin khác chạy tiếp", 0)
	add("mend", "Gạt riêng bản ghi hỏng để việc của nó chạy tiếp, sửa lại chỉ mục", 0)
	add("aside", "Chép các bản ghi hỏng đã gạt riêng ra một tệp", 1)
	return group
}

func (n *node) opStoreCheck(ctx context.Context, _ map[string]string) (string, error) {
	if err := n.store.Check(ctx); err != nil {
		return "", fmt.Errorf("kho dữ liệu có lỗi: %w\nBản ghi không đọc được (cannot be read) hoặc chỉ mục sai: sao lưu rồi chạy langnghe store mend; tin trong inbox, quarantine: langnghe store salvage", err)
	}
	if aside := n.store.Sizes().Aside; aside > 0 {
		return fmt.Sprintf("Kho dữ liệu tốt. %d bản ghi hỏng đang được gạt riêng; chép ra bằng langnghe store aside TỆP.", aside), nil
	}
	return "Kho dữ liệu tốt.", nil
}

// opStoreBackup writes a copy beside the target and renames it, so that a copy
// that exists is whole.
func (n *node) opStoreBackup(ctx context.Context, args map[string]string) (_ string, err error) {
	file := args["file"]
	tmp := file + ".part"
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return "", fmt.Errorf("không ghi được bản sao: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(tmp)
		}
	}()
	if err := errors.Join(n.store.Backup(ctx, f), f.Sync(), f.Close()); err != nil {
		return "", fmt.Errorf("không ghi được bản sao: %w", err)
	}
	if err := os.Rename(tmp, file); err != nil {
		return "", fmt.Errorf("không ghi được bản sao: %w", err)
	}
	return "Đã chép ra " + file + ". Nhớ chép cả thư mục .keys, .media và tệp khóa, để ở nơi khác.", nil
}

func (n *node) opStoreSalvage(ctx context.Context, _ map[string]string) (string, error) {
	s, err := n.store.Salvage(ctx)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("Gạt riêng %d tin không mở được, đưa lại %d tin.", s.Aside, s.Back), nil
}
