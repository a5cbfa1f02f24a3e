"""Cities of all continents: where they are. Coordinates of the centers, degrees, rounded to a hundredth (1 km)."""

from typing import NamedTuple


class City(NamedTuple):
    """latitude: degrees north. longitude: degrees east."""

    name: str
    country: str
    continent: str
    latitude: float
    longitude: float


CITIES = (
    City("Cairo", "Egypt", "Africa", 30.04, 31.24),
    City("Lagos", "Nigeria", "Africa", 6.52, 3.38),
    City("Kinshasa", "DR Congo", "Africa", -4.32, 15.31),
    City("Nairobi", "Kenya", "Africa", -1.29, 36.82),
    City("Addis Ababa", "Ethiopia", "Africa", 9.03, 38.74),
    City("Johannesburg", "South Africa", "Africa", -26.20, 28.05),
    City("Cape Town", "South Africa", "Africa", -33.92, 18.42),
    City("Casablanca", "Morocco", "Africa", 33.57, -7.59),
    City("Dakar", "Senegal", "Africa", 14.69, -17.45),
    City("Antananarivo", "Madagascar", "Africa", -18.88, 47.51),
    City("McMurdo Station", "none", "Antarctica", -77.85, 166.67),
    City("Rothera Station", "none", "Antarctica", -67.57, -68.13),
    City("Tokyo", "Japan", "Asia", 35.68, 139.69),
    City("Seoul", "South Korea", "Asia", 37.57, 126.98),
    City("Beijing", "China", "Asia", 39.90, 116.41),
    City("Shanghai", "China", "Asia", 31.23, 121.47),
    City("Hong Kong", "China", "Asia", 22.32, 114.17),
    City("Manila", "Philippines", "Asia", 14.60, 120.98),
    City("Jakarta", "Indonesia", "Asia", -6.21, 106.85),
    City("Singapore", "Singapore", "Asia", 1.35, 103.82),
    City("Bangkok", "Thailand", "Asia", 13.76, 100.50),
    City("Dhaka", "Bangladesh", "Asia", 23.81, 90.41),
    City("Delhi", "India", "Asia", 28.61, 77.21),
    City("Mumbai", "India", "Asia", 19.08, 72.88),
    City("Karachi", "Pakistan", "Asia", 24.86, 67.00),
    City("Tashkent", "Uzbekistan", "Asia", 41.30, 69.24),
    City("Tehran", "Iran", "Asia", 35.69, 51.39),
    City("Dubai", "United Arab Emirates", "Asia", 25.20, 55.27),
    City("Novosibirsk", "Russia", "Asia", 55.03, 82.92),
    City("Yakutsk", "Russia", "Asia", 62.03, 129.73),
    City("Istanbul", "Türkiye", "Europe", 41.01, 28.98),
    City("Moscow", "Russia", "Europe", 55.76, 37.62),
    City("Kyiv", "Ukraine", "Europe", 50.45, 30.52),
    City("Athens", "Greece", "Europe", 37.98, 23.73),
    City("Rome", "Italy", "Europe", 41.90, 12.50),
    City("Vienna", "Austria", "Europe", 48.21, 16.37),
    City("Berlin", "Germany", "Europe", 52.52, 13.41),
    City("Stockholm", "Sweden", "Europe", 59.33, 18.07),
    City("Paris", "France", "Europe", 48.86, 2.35),
    City("London", "United Kingdom", "Europe", 51.51, -0.13),
    City("Madrid", "Spain", "Europe", 40.42, -3.70),
    City("Lisbon", "Portugal", "Europe", 38.72, -9.14),
    City("Reykjavik", "Iceland", "Europe", 64.15, -21.94),
    City("New York", "United States", "North America", 40.71, -74.01),
    City("Toronto", "Canada", "North America", 43.65, -79.38),
    City("Chicago", "United States", "North America", 41.88, -87.63),
    City("Miami", "United States", "North America", 25.76, -80.19),
    City("Denver", "United States", "North America", 39.74, -104.99),
    City("Los Angeles", "United States", "North America", 34.05, -118.24),
    City("Vancouver", "Canada", "North America", 49.28, -123.12),
    City("Anchorage", "United States", "North America", 61.22, -149.90),
    City("Mexico City", "Mexico", "North America", 19.43, -99.13),
    City("Havana", "Cuba", "North America", 23.11, -82.37),
    City("Sydney", "Australia", "Oceania", -33.87, 151.21),
    City("Perth", "Australia", "Oceania", -31.95, 115.86),
    City("Auckland", "New Zealand", "Oceania", -36.85, 174.76),
    City("Port Moresby", "Papua New Guinea", "Oceania", -9.44, 147.18),
    City("Honolulu", "United States", "Oceania", 21.31, -157.86),
    City("Bogotá", "Colombia", "South America", 4.71, -74.07),
    City("Quito", "Ecuador", "South America", -0.18, -78.47),
    City("Lima", "Peru", "South America", -12.05, -77.04),
    City("La Paz", "Bolivia", "South America", -16.49, -68.12),
    City("Santiago", "Chile", "South America", -33.45, -70.67),
    City("Buenos Aires", "Argentina", "South America", -34.60, -58.38),
    City("São Paulo", "Brazil", "South America", -23.55, -46.63),
    City("Manaus", "Brazil", "South America", -3.12, -60.02),
)
