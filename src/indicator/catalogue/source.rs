//! Who defined what: the sources of definitions and of typical targets, as rows of the catalogue name them.

/// Found in every trade, in no one's text.
pub(super) const COMMON: &str = "common practice";
/// A list of key figures in wide use in IT service management.
pub(super) const ITIL: &str = "ITIL v3 KPI list (Micro Focus SM docs; quantrinhansu KPI library)";
/// The standard names the characteristic, 特性; its text gives no formula that could be read.
pub(super) const GB_T_33850: &str = "characteristic of GB/T 33850-2017; formula ours";
pub(super) const GB_T_33358: &str = "GB/T 33358-2016 government hotline service (press summary)";
pub(super) const DB3205_T_1044: &str = "Suzhou hotline measurement system (DB3205/T 1044-2022 family)";
pub(super) const ISO_10002: &str = "ISO 10004 / ISO 10002 concepts";
pub(super) const COPC: &str = "COPC CX Standard error-accuracy concepts";
pub(super) const METRICNET: &str = "MetricNet service-desk KPI definitions (vdocuments.site copy)";
pub(super) const HDI: &str = "HDI / thinkhdi.com";
pub(super) const HDI_2013: &str = "HDI 2013 report via Boston College FCR standard";
pub(super) const SQM: &str = "SQM Group industry standards blog (500+ N. American centres)";
pub(super) const JIEXUN: &str = "jiexun 2025 Chinese contact-centre KPI guide";
pub(super) const GAS_PLEDGE: &str = "Chinese gas-company service pledge formulas (qiqiwenku)";
pub(super) const EIGHT_BY_EIGHT: &str = "8x8 call-center-metrics";
pub(super) const VCC: &str = "vcc.live KPI blog";
pub(super) const CALL_CENTRE_HELPER: &str = "LiveAgent academy / Call Centre Helper";
pub(super) const UT_AUSTIN: &str = "UT Austin campus solutions metrics 2017-18 (SLO)";
pub(super) const PINK_ELEPHANT: &str = "Pink Elephant metrics benchmark 2012";
pub(super) const SIX_SIGMA: &str = "Six Sigma convention";
pub(super) const SRE: &str = "SRE practice";
pub(super) const DISP: &str = "UK FCA DISP 1.6";
pub(super) const RG_271: &str = "ASIC RG 271";
pub(super) const COMPLAINT_RULES: &str = "ASIC RG 271; FCA DISP 1.6; jiexun guide";
pub(super) const FORMBRICKS: &str = "formbricks CSAT docs";
pub(super) const REICHHELD: &str = "Reichheld NPS";
pub(super) const CES: &str = "CEB/Gartner CES 2.0";
pub(super) const ACSI: &str = "ACSI formula";
pub(super) const SERVQUAL: &str = "SERVQUAL (Parasuraman, Zeithaml, Berry 1988/1991)";
pub(super) const KRIPPENDORFF: &str = "Krippendorff (reliability thresholds)";
