// CareAPI begins here.
