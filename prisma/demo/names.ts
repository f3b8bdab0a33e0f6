/** Names from many places, as the register of a large town has them. Who bears them here is made up. */
export const GIVEN_NAMES = namesIn(`
  Aaliyah, Aaron, Abena, Adele, Adrián, Agnès, Ahmed, Aidan, Aiko, Alejandra, Alessio, Alina, Amelia,
  Amir, Ana, Anaïs, Andre, Angela, Anneliese, Anthony, Antonella, Arjun, Arthur, Ava, Barbara, Benjamin,
  Bernadette, Bianca, Bogdan, Brandon, Brigid, Carla, Carlos, Caroline, Cedric, Charlotte, Chen, Chiara,
  Chidi, Christopher, Claire, Cyrus, Damian, Daniel, Daniela, Daphne, David, Deborah, Diego, Dina,
  Dorothy, Edgar, Elena, Elif, Elijah, Elise, Elsa, Emily, Emre, Erik, Esperanza, Ethan, Eva, Fatima,
  Felix, Fernando, Fiona, François, Frances, Gabriel, Gabriela, George, Giulia, Gloria, Grace, Gustavo,
  Hannah, Haruto, Helen, Henry, Hugo, Ibrahim, Ida, Ines, Irene, Isabel, Ivan, Jacob, Jamal, James, Jana,
  Javier, Jean-Luc, Jennifer, Jessica, Joanna, João, John, Jonas, José, Joy, Julia, Kamala, Karen, Karim,
  Katarzyna, Keiko, Kenji, Khadija, Kiran, Kristina, Kwame, Laila, Lars, Laura, Léa, Leonard, Lillian,
  Linda, Lorena, Louis, Lucas, Łukasz, Magdalena, Mai, Malcolm, Manuel, Marcel, Margarita, Maria,
  Marie-Claire, Mateo, Matthew, Mei, Michael, Miguel, Mihai, Milica, Miriam, Mohammed, Monica, Nadine,
  Naomi, Natalia, Nathan, Neha, Ngozi, Niamh, Nicholas, Nina, Noah, Noémie, Nora, Olga, Oliver, Olivia,
  Omar, Oscar, Pablo, Patricia, Paul, Pauline, Pedro, Penelope, Peter, Philip, Pilar, Quentin, Rachel,
  Rahul, Rania, Rebecca, Ricardo, Robert, Rosa, Rowan, Ruben, Sabine, Saanvi, Samantha, Samira, Sandra,
  Santiago, Sara, Sean, Selma, Sergei, Shira, Simone, Sofía, Soledad, Stefan, Stella, Stephen, Sunita,
  Susan, Svetlana, Tamara, Tariq, Teresa, Thomas, Tiana, Tomasz, Uma, Ursula, Valentina, Vera, Victor,
  Vincent, Walter, Wei, William, Xavier, Yara, Yasmin, Yolanda, Youssef, Yuri, Zoë`);

export const FAMILY_NAMES = namesIn(`
  Abbott, Acosta, Adams, Ahmad, Alvarez, Andersen, Anderson, Andrade, Aydın, Bailey, Baker, Banerjee,
  Barnes, Bauer, Becker, Bell, Bennett, Berger, Bernard, Bianco, Bishop, Blanc, Bloom, Boyd, Bradley,
  Brooks, Brown, Byrne, Campbell, Carter, Castillo, Chan, Chavez, Chen, Cho, Choi, Christensen, Clark,
  Cohen, Cole, Collins, Contreras, Cooper, Costa, Cruz, Cunningham, D'Angelo, Da Silva, Dang, Davis, De
  Jong, de la Cruz, Delgado, Demir, Diaz, Dixon, Dlamini, Doan, Dubois, Duncan, Edwards, Eriksson,
  Esposito, Evans, Fernández, Ferrari, Fischer, Fitzgerald, Flores, Foster, Fox, Friedman, Fujimoto, Gao,
  García, García-Márquez, Gibson, Gómez, Gonzales, Goodwin, Gordon, Gray, Green, Greenberg, Gupta,
  Gutiérrez, Hall, Hamilton, Hansen, Harris, Hassan, Hayes, Henderson, Hernández, Hill, Hoffmann, Hossain,
  Howard, Huang, Hughes, Hussain, Ibrahim, Ivanova, Jackson, Jansen, Jensen, Jiménez, Johansson, Johnson,
  Jones, Joseph, Kapoor, Kaur, Kelly, Khan, Kim, King, Klein, Kowalski, Kumar, Lam, Larsen, Lê, Lee,
  Lefèvre, Levy, Lewis, Li, Lima, López, MacDonald, Mahmoud, Malik, Marino, Martin, Martínez, Mbeki,
  McCarthy, McKenzie, Mehta, Mendes, Meyer, Miller, Mitchell, Mohamed, Molina, Moore, Morales, Moretti,
  Morgan, Müller, Murphy, Murray, Nakamura, Navarro, Nelson, Ng, Nguyen, Nielsen, Novak, Núñez, O'Brien,
  O'Connor, O'Neill, Okafor, Olsen, Ortiz, Osei, Owens, Özdemir, Palmer, Papadopoulos, Park, Parker,
  Patel, Pereira, Peña, Petrov, Phillips, Pierce, Popescu, Price, Quinn, Rahman, Ramírez, Rao, Reed,
  Reyes, Ricci, Rivera, Roberts, Robinson, Rodríguez, Romano, Rosenberg, Ross, Rossi, Russell, Ryan,
  Saito, Salazar, Sánchez, Santos, Sato, Schmidt, Schneider, Shah, Sharma, Silva, Singh, Smith,
  Smith-Jones, Soto, Stewart, Suzuki, Svensson, Takahashi, Tan, Taylor, Thompson, Torres, Tran, Turner,
  Usman, Van den Berg, Vargas, Vasquez, Vega, Volkov, Wagner, Walker, Wang, Washington, Weber, White,
  Williams, Wilson, Wong, Wright, Wu, Yamamoto, Yang, Yılmaz, Young, Zhang, Zimmermann`);

function namesIn(text: string): readonly [string, ...string[]] {
  const [first = '', ...rest] = text.split(',').map((name) => name.trim());
  return [first, ...rest];
}
