package text

import (
	"slices"
	"strings"
	"testing"
)

func TestMaskHides(t *testing.T) {
	tests := []struct {
		in, want string
		kind     Kind
	}{
		{"gọi 0912345678 nhé", "gọi # nhé", Phone}, {"gọi 0912 345 678.", "gọi #.", Phone},
		{"0912.345.678", "#", Phone}, {"0912-345-678", "#", Phone}, {"(0912) 345 678", "(#", Phone},
		{"+84 912 345 678", "#", Phone}, {"+84912345678", "#", Phone}, {"84912345678", "#", Phone},
		{"(+84) 912345678", "(#", Phone}, {"024 3825 1234", "#", Phone}, {"(024) 38251234", "(#", Phone},
		{"09 12 34 56 78", "#", Phone}, {"０９１２３４５６７８", "#", Phone}, {"0912\u200b345\u200b678", "#", Phone},
		{"0912\u00a0345\u00a0678", "#", Phone}, {"0912\n345\n678", "#", Phone}, {"0912 345 678 12 hộ", "# 12 hộ", Phone},
		{"đt 3825 1234", "đt #", Phone}, {"0\u03369\u033612345678", "#", Phone},
		{"cccd 001085012345", "cccd #", NationalID}, {"001 085 012345", "#", NationalID}, {"034 0850 123 45", "#", NationalID},
		{"dạ 50 017 000 005 934 k", "dạ 50 # k", NationalID}, {"5 012 345 678 đồng", "5 # đồng", NationalID},
		{"CMND 012345678", "CMND #", NationalID}, {"012 345 678", "#", NationalID}, {"123456789", "#", NationalID},
		{"012.345.678", "#", NationalID}, {"001\n085\n012\n345", "#", NationalID},
		{"xe 29A-123.45 đỗ", "xe # đỗ", Plate}, {"29-H1 234.56", "#", Plate}, {"30A12345", "#", Plate},
		{"29h1 12345", "#", Plate}, {"30A 1234", "#", Plate}, {"29A-12345, 30E-999.99", "#, #", Plate},
		{"29H1-234.56", "#", Plate}, {"30a12345", "#", Plate},
		{"cccd [đã che] 955185", "cccd [đã che] #", Account}, {"căn cước 001012 955185 đã nộp", "căn cước # đã nộp", NationalID},
		{"biển 30G-439.42 đỗ", "biển # đỗ", Plate}, {"30K 123.45, 30M-12345", "#, #", Plate}, {"30l-1234 và 30l-123.45", "30l-1234 và #", Plate},
		{"stk 19001234567", "stk #", Account}, {"số tài khoản: 123456", "số tài khoản: #", Account},
		{"tk agribank 1500 205 123", "tk agribank #", Account}, {"12345678901234", "#", Account},
		{"stk vietcombank 0011004123456", "stk vietcombank #", Account}, {"4111 1111 1111 1111", "#", Account},
		{"thư an.nv@gmail.com nhé", "thư # nhé", Email}, {"an@ubnd.hanoi.gov.vn.", "#.", Email}, {"an @ gmail.com", "#", Email},
		{"số nhà 12 phố Huế", "số nhà # phố Huế", HouseNumber}, {"nhà số 12A ngõ 5", "nhà số # ngõ 5", HouseNumber},
		{"sn 12", "sn #", HouseNumber}, {"SN12 ngõ 3", "SN# ngõ 3", HouseNumber}, {"so nha 12/5 pho Hue", "so nha # pho Hue", HouseNumber},
		{"số nhà 12, 14 và 16 ngõ 5", "số nhà #, # và # ngõ 5", HouseNumber}, {"số nhà: 7", "số nhà: #", HouseNumber},
		{"ông Nguyễn Văn Nam bị ngã", "ông # bị ngã", PersonName}, {"ông Hùng", "ông #", PersonName},
		{"chị Lan, tổ 7", "chị #, tổ 7", PersonName}, {"Bà Trần Thị Thu Hà nói", "Bà # nói", PersonName},
		{"ong Nguyen Van Nam bi nga", "ong # bi nga", PersonName}, {"ong Hung noi", "ong # noi", PersonName},
		{"chi Lan o to 7", "chi # o to 7", PersonName}, {"cháu Minh Anh", "cháu #", PersonName},
		{"ông Hùng, bà Lan", "ông #, bà #", PersonName}, {"ÔNG NGUYỄN VĂN NAM", "ÔNG #", PersonName},
		{"ong nguyen van nam bi nga", "ong # bi nga", PersonName}, {"ông: Nguyễn Văn Nam", "ông: #", PersonName},
		{"tổ 12 ông Hùng", "tổ 12 ông #", PersonName}, {"cô giáo và cô Mai", "cô giáo và cô #", PersonName},
		{"thôn Đoài ông Hùng", "thôn Đoài ông #", PersonName}, {"tên là Nguyễn Văn Nam", "tên là #", PersonName},
		{"bà Phó Chủ tịch Lê Thị Hoa nói", "bà Phó Chủ tịch # nói", PersonName}, {"ông Ba bán rau", "ông # bán rau", PersonName},
		{"bác Lê Thị Hoa ở ngõ 5", "bác # ở ngõ 5", PersonName}, {"anh Đỗ Hùng Tổ trưởng", "anh # Tổ trưởng", PersonName},
	}
	for _, tt := range tests {
		want := strings.ReplaceAll(tt.want, "#", Masked)
		got, kinds := Mask(tt.in)
		if got != want || !slices.Contains(kinds, tt.kind) {
			t.Errorf("Mask(%q) = %q %v; want %q %s", tt.in, got, kinds, want, tt.kind)
		}
		if again, more := Mask(got); again != got || more != nil {
			t.Errorf("Mask(%q) = %q, not the same again", got, again)
		}
	}
}

func TestMaskKeeps(t *testing.T) {
	for _, s := range []string{
		"1.500.000 đồng", "1.500.000.000 đồng", "1500000000 đồng", "1 500 000 000 đồng", "1 000 000 000 đồng", "2.500 hộ", "năm 2025", "2025-2026", "20/11/2026", "20-11-2026",
		"20.11.2026 8h30", "2024 2025 2026", "từ 8h30 đến 10h15", "tổ 12", "ngõ 123", "13/QĐ-MTTQ", "gọi 113, 114, 115",
		"05.10.2026 12h", "05/10/2026 12h30", "50-60 hộ", "đường Trần Hưng Đạo", "phố Bà Triệu", "phường Bà Rịa",
		"quận Hai Bà Trưng", "phố Ông Ích Khiêm", "ông bà", "bà con", "Bà con tổ 7", "anh em", "cô giáo", "chị em phụ nữ",
		"bác sĩ", "Bác Hồ", "BÀ CON TỔ 7 PHẢN ÁNH", "ông Chủ tịch phường", "bà Phó Chủ tịch", "anh Công an xã", "chợ ông Tạ",
		"tổng số nhà 50", "số nhà bị ngập là 5", "tiếng Anh", "ông Chủ tịch phường Trần Hưng Đạo", "nước Anh Quốc", "29-NQ/TW", "Nghị quyết 57-NQ/TW", "lúc 15h30 1200 người", "10H-1130 họp", "bà [đã che] 1945", "[đã che] 50000 đồng", "[đã che] 12000 hộ", "rộng 30M 1500 hộ",
		"rộng 12m2 1500 hộ", "co Mat tran", "xa Co Loa", "các bác Tổ dân phố 7", "1900 6366", "1800 1091", "trường THCS Chu Văn An",
		"30 k", "12 hộ, 34 người, 56 xe, 78 nhà", "Ba Dinh", "bac Giang", "hơn 1.234.567.890", "07-09 11-12 20 hộ", "",
		"ngập 50 cm, 20 hộ", "20261120-0001", "Việt Nam", "từ 1/3/2026", "35/2026/NĐ-CP", Masked, "ông " + Masked,
	} {
		if got, kinds := Mask(s); got != s || kinds != nil {
			t.Errorf("Mask(%q) = %q %v; want it kept", s, got, kinds)
		}
	}
}
